package io.leadflux.benchmarks.chart;

import java.awt.Color;
import java.awt.Font;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** The common look of all charts. They have a light background, so you can read them on a dark page too. */
final class ChartTheme {

    static final Color GROUND = new Color(0xFBFCFE);
    static final Color INK = new Color(0x1F2933);
    static final Color FAINT = new Color(0x616E7C);
    static final Color GRID = new Color(0xDDE3EA);
    static final Color OURS = new Color(0x0B7A75);
    static final Color LIMIT = new Color(0x52606D);
    static final Color PEER = new Color(0xA9B6C4);
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font STRONG = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    private static final RectangleInsets MARGIN = new RectangleInsets(14, 16, 12, 16);

    private ChartTheme() {}

    static void apply(JFreeChart chart, String title, String subtitle) {
        chart.setBackgroundPaint(GROUND);
        chart.setPadding(MARGIN);
        chart.setTitle(title(title, TITLE, INK));
        chart.addSubtitle(title(subtitle, TEXT, FAINT));
        chart.getPlot().setBackgroundPaint(GROUND);
        chart.getPlot().setOutlineVisible(false);
        LegendTitle legend = chart.getLegend();
        if (legend != null) {
            legend.setItemFont(TEXT);
            legend.setItemPaint(INK);
            legend.setBackgroundPaint(GROUND);
            legend.setFrame(BlockBorder.NONE);
            legend.setItemLabelPadding(new RectangleInsets(2, 5, 2, 18));
            legend.setPosition(RectangleEdge.BOTTOM);
            legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
        }
    }

    private static TextTitle title(String text, Font font, Color paint) {
        TextTitle title = new TextTitle(text, font);
        title.setPaint(paint);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setPadding(0, 0, 6, 0);
        return title;
    }

    /** A colour closer to the background, for further bars of the same candidate. */
    static Color paler(Color color, double share) {
        return new Color(
                mixed(color.getRed(), GROUND.getRed(), share),
                mixed(color.getGreen(), GROUND.getGreen(), share),
                mixed(color.getBlue(), GROUND.getBlue(), share));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }
}
