package dev.signalbox.api;

/// Writes the text format of Prometheus, version 0.0.4.
final class PrometheusText {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    /// Begins what has one name.
    void family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void sample(String name, String labels, long value) {
        sample(name, labels, Long.toString(value));
    }

    void sample(String name, String labels, double value) {
        sample(name, labels, Double.toString(value));
    }

    private void sample(String name, String labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    /// Names and values in turn.
    static String labels(String... pairs) {
        var labels = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            var value = pairs[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            labels.append(i == 0 ? "" : ",")
                    .append(pairs[i])
                    .append("=\"")
                    .append(value)
                    .append('"');
        }
        return labels.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
