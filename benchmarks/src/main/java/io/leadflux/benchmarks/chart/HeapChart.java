package io.leadflux.benchmarks.chart;

import io.leadflux.benchmarks.memory.MemoryReport;
import java.awt.BasicStroke;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The heap in use over time, below its limit. */
final class HeapChart {

    private static final int WIDTH = 880;
    private static final int HEIGHT = 340;
    private static final double SECONDS_PER_MINUTE = 60;

    private final MemoryReport report;

    HeapChart(MemoryReport report) {
        this.report = report;
    }

    void write(Path file) throws IOException {
        Svg.write(chart(), WIDTH, HEIGHT, file);
    }

    private JFreeChart chart() {
        JFreeChart chart = ChartFactory.createXYLineChart(
                "", "minutes", null, data(), PlotOrientation.VERTICAL, true, false, false);
        long accepted = report.samples().get(report.samples().size() - 1).accepted();
        ChartTheme.apply(
                chart,
                "Heap in use after garbage collection, in MiB",
                String.format(
                        Locale.ROOT, "Full speed: %,d events, the sink kept full and a stream beside it", accepted));
        XYPlot plot = chart.getXYPlot();
        plot.setRangeGridlinePaint(ChartTheme.GRID);
        plot.setDomainGridlinesVisible(false);
        plot.setRenderer(renderer());
        axis(plot.getDomainAxis());
        axis(plot.getRangeAxis());
        plot.getRangeAxis().setLowerBound(0);
        plot.getDomainAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        return chart;
    }

    private XYSeriesCollection data() {
        XYSeries used = new XYSeries("in use");
        XYSeries bound = new XYSeries("what the limits allow");
        for (MemoryReport.HeapSample sample : report.samples()) {
            used.add(sample.second() / SECONDS_PER_MINUTE, sample.usedMiB());
            bound.add(sample.second() / SECONDS_PER_MINUTE, report.idleMiB() + report.boundMiB());
        }
        XYSeriesCollection all = new XYSeriesCollection(used);
        all.addSeries(bound);
        return all;
    }

    private static XYLineAndShapeRenderer renderer() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesPaint(0, ChartTheme.OURS);
        renderer.setSeriesStroke(0, new BasicStroke(2.4f));
        renderer.setSeriesPaint(1, ChartTheme.LIMIT);
        renderer.setSeriesStroke(
                1, new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 5}, 0));
        return renderer;
    }

    private static void axis(ValueAxis axis) {
        axis.setLabelFont(ChartTheme.TEXT);
        axis.setLabelPaint(ChartTheme.FAINT);
        axis.setTickLabelFont(ChartTheme.TEXT);
        axis.setTickLabelPaint(ChartTheme.INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
    }
}
