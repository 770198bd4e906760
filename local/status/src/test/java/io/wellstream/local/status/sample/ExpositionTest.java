package io.wellstream.local.status.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    @Test
    void readsNamesLabelsAndValuesAndSkipsTheRest() {
        List<Sample> samples = parse("""
                # HELP calls_total Calls.
                # TYPE calls_total counter
                calls_total{method="Predict",status="OK",} 12.5 1700000000000

                heap_bytes 1.5E9
                loss{cell_type="say \\"HUVEC\\", C:\\\\x\\nend"} NaN
                seconds_bucket{le="+Inf"} 7 # {trace_id="a"} 0.5
                most +Inf
                """);

        assertThat(samples)
                .containsExactly(
                        new Sample("calls_total", Labels.of(Map.of("method", "Predict", "status", "OK")), 12.5),
                        new Sample("heap_bytes", Labels.NONE, 1.5e9),
                        new Sample("loss", Labels.of(Map.of("cell_type", "say \"HUVEC\", C:\\x\nend")), Double.NaN),
                        new Sample("seconds_bucket", Labels.of(Map.of("le", "+Inf")), 7),
                        new Sample("most", Labels.NONE, Double.POSITIVE_INFINITY));
    }

    @Test
    void unwantedMetricsAreNotKept() {
        assertThat(Exposition.parse("a 1\nb 2\n", name -> name.equals("b")))
                .containsExactly(new Sample("b", Labels.NONE, 2));
    }

    @Test
    void aMalformedLineIsNamed() {
        assertThatThrownBy(() -> parse("<html>")).hasMessage("expected a name at column 1 of: <html>");
        assertThatThrownBy(() -> parse("a{b=\"c} 1")).hasMessageContaining("expected '\"'");
        assertThatThrownBy(() -> parse("a one")).hasMessageContaining("expected a value");
    }

    private static List<Sample> parse(String text) {
        return Exposition.parse(text, name -> true);
    }
}
