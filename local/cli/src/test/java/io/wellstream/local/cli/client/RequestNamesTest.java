package io.wellstream.local.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestNamesTest {
    private static final Instant MOMENT = Instant.parse("2026-01-15T10:11:12Z");

    @Test
    void namesOfOneSecondDiffer() {
        Set<String> names = IntStream.range(0, 50)
                .mapToObj(i -> RequestNames.of("ingest", MOMENT))
                .collect(Collectors.toSet());

        assertThat(names).hasSizeGreaterThan(45).allMatch(name -> name.matches("ingest-20260115-101112-[a-z0-9]{4}"));
    }

    @Test
    void namesAreSortedByTime() {
        assertThat(RequestNames.of("huvec", MOMENT)).isLessThan(RequestNames.of("huvec", MOMENT.plusSeconds(1)));
    }
}
