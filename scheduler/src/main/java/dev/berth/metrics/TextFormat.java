package dev.berth.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;

/**
 * The Prometheus text format 0.0.4, with numbers as Go prints them.
 *
 * <p>The library's own writer prints the bound of a bucket as Java does, {@code le="1.0E-4"}, which
 * to queries is not the {@code le="0.0001"} that kube-scheduler has.
 *
 * <p>Threading: one per scrape.
 */
final class TextFormat {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder(1 << 16);

  private TextFormat() {}

  static String write(MetricSnapshots metrics) {
    TextFormat format = new TextFormat();
    metrics.forEach(format::write);
    return format.text.toString();
  }

  private void write(MetricSnapshot metric) {
    String name = metric.getMetadata().getPrometheusName();
    switch (metric) {
      case CounterSnapshot counter -> write(name, counter);
      case GaugeSnapshot gauge -> write(name, gauge);
      case HistogramSnapshot histogram -> write(name, histogram);
      case SummarySnapshot summary -> write(name, summary);
      case InfoSnapshot info -> write(name, info);
      default -> throw new IllegalStateException("no text for the metric " + name);
    }
  }

  private void write(String name, CounterSnapshot counter) {
    String total = name.endsWith("_total") ? name : name + "_total";
    head(total, "counter", counter);
    for (CounterSnapshot.CounterDataPointSnapshot point : counter.getDataPoints()) {
      sample(total, point, "", "").append(GoFloat.text(point.getValue())).append('\n');
    }
  }

  private void write(String name, GaugeSnapshot gauge) {
    head(name, "gauge", gauge);
    for (GaugeSnapshot.GaugeDataPointSnapshot point : gauge.getDataPoints()) {
      sample(name, point, "", "").append(GoFloat.text(point.getValue())).append('\n');
    }
  }

  private void write(String name, HistogramSnapshot histogram) {
    head(name, "histogram", histogram);
    for (HistogramSnapshot.HistogramDataPointSnapshot point : histogram.getDataPoints()) {
      ClassicHistogramBuckets buckets = point.getClassicBuckets();
      long atMost = 0;
      for (int i = 0; i < buckets.size(); i++) {
        atMost += buckets.getCount(i);
        sample(name + "_bucket", point, "le", GoFloat.text(buckets.getUpperBound(i)))
            .append(atMost)
            .append('\n');
      }
      sample(name + "_sum", point, "", "").append(GoFloat.text(point.getSum())).append('\n');
      sample(name + "_count", point, "", "").append(point.getCount()).append('\n');
    }
  }

  private void write(String name, SummarySnapshot summary) {
    head(name, "summary", summary);
    for (SummarySnapshot.SummaryDataPointSnapshot point : summary.getDataPoints()) {
      for (Quantile quantile : point.getQuantiles()) {
        sample(name, point, "quantile", GoFloat.text(quantile.getQuantile()))
            .append(GoFloat.text(quantile.getValue()))
            .append('\n');
      }
      sample(name + "_sum", point, "", "").append(GoFloat.text(point.getSum())).append('\n');
      sample(name + "_count", point, "", "").append(point.getCount()).append('\n');
    }
  }

  private void write(String name, InfoSnapshot info) {
    String full = name.endsWith("_info") ? name : name + "_info";
    head(full, "gauge", info);
    for (InfoSnapshot.InfoDataPointSnapshot point : info.getDataPoints()) {
      sample(full, point, "", "").append("1\n");
    }
  }

  private void head(String name, String type, MetricSnapshot metric) {
    String help = metric.getMetadata().getHelp();
    if (help != null && !help.isEmpty()) {
      text.append("# HELP ").append(name).append(' ');
      text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    }
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /**
   * Name and labels, up to the blank before the value.
   *
   * @param lastName of a label that comes last; "" for none
   */
  private StringBuilder sample(
      String name, DataPointSnapshot point, String lastName, String lastValue) {
    Labels labels = point.getLabels();
    text.append(name);
    char before = '{';
    for (int i = 0; i < labels.size(); i++) {
      label(before, labels.getPrometheusName(i), labels.getValue(i));
      before = ',';
    }
    if (!lastName.isEmpty()) {
      label(before, lastName, lastValue);
      before = ',';
    }
    return text.append(before == ',' ? "} " : " ");
  }

  private void label(char before, String name, String value) {
    text.append(before).append(name).append("=\"");
    text.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    text.append('"');
  }
}
