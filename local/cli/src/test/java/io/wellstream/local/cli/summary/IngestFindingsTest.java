package io.wellstream.local.cli.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class IngestFindingsTest {
    private static final JsonObject SUMMARY = JsonParser.parseString("""
            {"id": "one", "dataset": "pilot",
             "problems": [
               {"cause": "found a 16-bit grey PNG; expected 8-bit grey", "count": 1440, "first": ["a.png", "b.png"]},
               {"cause": "impossible well 'Z99'; expected A01 to P24", "count": 1, "first": ["train.csv, row 7"]}],
             "notes": [{"cause": "2 labels are written as decimals", "count": 1, "first": []}],
             "flagged": [
               {"experiment": "HUVEC-01", "plate": "2", "flags": 3, "first": ["well B05, site 2: channel 4 is black"]}]}
            """).getAsJsonObject();

    @Test
    void manyProblemsOfOneCauseAreOneLine() {
        assertThat(IngestFindings.problems(SUMMARY))
                .containsExactly(
                        "1,440 × found a 16-bit grey PNG; expected 8-bit grey (a.png; b.png; …)",
                        "train.csv, row 7: impossible well 'Z99'; expected A01 to P24");
    }

    @Test
    void notesAndFlaggedPlatesFollow() {
        assertThat(IngestFindings.notes(SUMMARY))
                .containsExactly(
                        "2 labels are written as decimals",
                        "1 plate flagged by quality control (see wellstream qc --dataset pilot):",
                        "  HUVEC-01/2: well B05, site 2: channel 4 is black, and 2 more");
    }
}
