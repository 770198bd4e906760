package io.wellstream.local.cli.link;

/** A part of a system that commands call. */
public enum Part {
    INGEST("ingest"),
    TRAINER("trainer"),
    SCORER("scorer"),
    KAFKA("Kafka"),
    STORE("object store");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
