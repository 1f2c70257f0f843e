package dev.signalbox.metrics;

/// What one look has found, as it is kept; not a number where that is not known.
record Sample(double cpu, double memory, double tasks, double files) {
    /// Nothing is known.
    static final Sample NONE = new Sample(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /// @param cpu share of one core
    static Sample of(Reading reading, double cpu) {
        return new Sample(cpu, reading.memory(), reading.tasks(), reading.files() < 0 ? Double.NaN : reading.files());
    }

    double of(Figure figure) {
        return switch (figure) {
            case CPU -> cpu;
            case MEMORY -> memory;
            case TASKS -> tasks;
            case FILES -> files;
        };
    }
}
