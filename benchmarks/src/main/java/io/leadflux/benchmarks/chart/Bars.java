package io.leadflux.benchmarks.chart;

import java.awt.Color;
import java.awt.Paint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.labels.CategoryItemLabelGenerator;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/** Horizontal bars, one or more per candidate, each with its value at its end. Ours stand out. */
final class Bars {

    private static final int WIDTH = 880;
    private static final int FRAME = 110;
    private static final int BAR = 24;
    private static final int THIN_BAR = 19;
    private static final int GAP = 13;

    /** Room for the values beyond the longest bar. */
    private static final double ROOM = 0.26;

    private final String title;
    private final String subtitle;
    private final List<String> series;
    private final DoubleFunction<String> label;
    private final List<Row> rows = new ArrayList<>();
    private double longest = Double.MAX_VALUE;

    /**
     * One row: a bar for each series.
     *
     * @param name shown on the left
     * @param color of the last series; the others are paler
     */
    private record Row(String name, Color color, List<Double> values) {

        double last() {
            return values.get(values.size() - 1);
        }
    }

    /**
     * A chart without bars.
     *
     * @param series names for the legend, which is left out when there is only one
     * @param label formats the value at the end of a bar
     */
    Bars(String title, String subtitle, List<String> series, DoubleFunction<String> label) {
        this.title = title;
        this.subtitle = subtitle;
        this.series = series;
        this.label = label;
    }

    /** Adds the bars of a candidate, unless it has no figures. */
    void add(String name, Color color, Double... values) {
        if (!values[0].isNaN()) {
            rows.add(new Row(name, color, List.of(values)));
        }
    }

    /** Cuts longer bars at that value and labels them as cut. */
    void cutAt(double longest) {
        this.longest = longest;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void sortDescending() {
        rows.sort(Comparator.comparingDouble(Row::last).reversed());
    }

    void sortAscending() {
        rows.sort(Comparator.comparingDouble(Row::last));
    }

    void write(Path file) throws IOException {
        int height = FRAME + rows.size() * ((series.size() > 1 ? THIN_BAR * series.size() : BAR) + GAP);
        Svg.write(chart(), WIDTH, height, file);
    }

    private JFreeChart chart() {
        JFreeChart chart = ChartFactory.createBarChart(
                title, null, null, data(), PlotOrientation.HORIZONTAL, series.size() > 1, false, false);
        ChartTheme.apply(chart, title, subtitle);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setRangeGridlinesVisible(false);
        plot.getRangeAxis().setVisible(false);
        plot.getRangeAxis().setUpperMargin(ROOM);
        plot.setRenderer(renderer());
        names(plot.getDomainAxis());
        return chart;
    }

    private DefaultCategoryDataset data() {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        for (Row row : rows) {
            for (int i = 0; i < series.size(); i++) {
                data.addValue(Math.min(row.values.get(i), longest), series.get(i), row.name);
            }
        }
        return data;
    }

    private void names(CategoryAxis axis) {
        axis.setTickLabelFont(ChartTheme.TEXT);
        axis.setTickLabelPaint(ChartTheme.INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        axis.setCategoryLabelPositionOffset(12);
        axis.setMaximumCategoryLabelWidthRatio(0.4f);
        axis.setLowerMargin(0.01);
        axis.setUpperMargin(0.01);
        axis.setCategoryMargin(0.28);
        for (Row row : rows) {
            if (row.color.equals(ChartTheme.OURS)) {
                axis.setTickLabelFont(row.name, ChartTheme.STRONG);
                axis.setTickLabelPaint(row.name, ChartTheme.OURS);
            }
        }
    }

    private BarRenderer renderer() {
        BarRenderer renderer = new Painted();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setItemMargin(0.04);
        renderer.setDefaultItemLabelGenerator(new Labels());
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultItemLabelFont(ChartTheme.TEXT);
        renderer.setDefaultItemLabelPaint(ChartTheme.INK);
        renderer.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        renderer.setItemLabelInsets(new RectangleInsets(0, 6, 0, 6));
        for (int i = 0; i < series.size(); i++) {
            renderer.setSeriesPaint(i, shade(ChartTheme.LIMIT, i));
        }
        return renderer;
    }

    private Color shade(Color color, int index) {
        return ChartTheme.paler(color, 0.6 * (series.size() - 1 - index) / Math.max(series.size() - 1, 1));
    }

    /** Colours bars by candidate. */
    private final class Painted extends BarRenderer {

        @Override
        public Paint getItemPaint(int row, int column) {
            return shade(rows.get(column).color, row);
        }
    }

    /** Values as text. */
    private final class Labels implements CategoryItemLabelGenerator {

        @Override
        public String generateLabel(CategoryDataset data, int row, int column) {
            double value = rows.get(column).values.get(row);
            return label.apply(value) + (value > longest ? " (cut)" : "");
        }

        @Override
        public String generateRowLabel(CategoryDataset data, int row) {
            return series.get(row);
        }

        @Override
        public String generateColumnLabel(CategoryDataset data, int column) {
            return rows.get(column).name;
        }
    }
}
