package io.leadflux.benchmarks.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jfree.chart.JFreeChart;

/** Charts as scalable vector graphics. */
final class Svg {

    /** The font that the text was measured with, which depends on the machine. */
    private static final Pattern FONT = Pattern.compile("font-family:(&quot;[^&]*&quot;|[^;]*);");

    /** Fonts of the same widths; every system has one of them. */
    private static final String FONTS = "font-family:'DejaVu Sans',Verdana,sans-serif;";

    private Svg() {}

    static void write(JFreeChart chart, int width, int height, Path file) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        Document document =
                Processors.get("svg").getDocument(graphics.getCommands(), new PageSize(0, 0, width, height));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.writeTo(out);
        Files.writeString(file, FONT.matcher(out.toString(UTF_8)).replaceAll(FONTS));
    }
}
