package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.IngestFinished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A screen whose rows change between two ingests: the ingest says what changed, and the data set holds what the screen says. */
class ChangedScreenTest {
    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;

    ChangedScreenTest(@TempDir Path folder) {
        this.folder = folder;
        SmallScreen.write(folder);
    }

    @Test
    void theFirstIngestAndAnUnchangedOneChangeNothing() {
        assertThat(ingest.run("one", folder).getNotesList()).isEmpty();
        assertThat(ingest.run("two", folder).getNotesList()).isEmpty();
    }

    @Test
    void aWellWhoseRowIsDeletedIsWithdrawnAndTheIngestSaysSo() throws IOException {
        ingest.run("one", folder);
        edit("train.csv", "HUVEC-01_1_B05,HUVEC-01,1,B05,5\n", "");

        IngestFinished second = ingest.run("two", folder);

        assertThat(ingest.wells()).hasSize(7).doesNotContainKey("small/HUVEC-01/1/B05");
        assertThat(notes())
                .containsExactly(
                        "HUVEC-01/1/B05: the well is in no row of the screen; it is withdrawn from the data set");
        assertThat(second.getReplacesEarlier()).isTrue();
        assertThat(second.getWellsPublished()).isEqualTo(7);
        assertThat(second.getProblems()).isZero();
        assertThat(second.getDigest())
                .isEqualTo(new InMemoryIngest().run("one", folder).getDigest());
    }

    @Test
    void aTestWellWhoseRowIsDeletedIsNoLongerDemanded() throws IOException {
        ingest.run("one", folder);
        edit("test.csv", "HUVEC-02_1_B03,HUVEC-02,1,B03\n", "");

        IngestFinished second = ingest.run("two", folder);

        assertThat(second.getReplacesEarlier()).isTrue();
        assertThat(new String(ingest.store.get(second.getTestRows()), StandardCharsets.UTF_8))
                .doesNotContain("HUVEC-02_1_B03");
    }

    @Test
    void onRequestAWellThatIsGoneStays() throws IOException {
        ingest.run("one", folder);
        edit("train.csv", "HUVEC-01_1_B05,HUVEC-01,1,B05,5\n", "");
        IngestJob job = new IngestJob("two", InMemoryIngest.DATASET, folder, IngestJob.Shard.WHOLE, false, true);

        IngestFinished second = ingest.run(job, () -> false);

        assertThat(ingest.wells()).containsKey("small/HUVEC-01/1/B05");
        assertThat(second.getReplacesEarlier()).isFalse();
        assertThat(notes()).singleElement().asString().contains("stays in the data set, as requested");
    }

    @Test
    void aWellInARowThatCannotBeReadIsNotWithdrawn() throws IOException {
        ingest.run("one", folder);
        edit("train.csv", "HUVEC-01_1_B05,HUVEC-01,1,B05,5\n", "HUVEC-01_1_B05,HUVEC-01,1,B05,nan\n");

        IngestFinished second = ingest.run("two", folder);

        assertThat(ingest.wells()).containsKey("small/HUVEC-01/1/B05");
        assertThat(second.getReplacesEarlier()).isFalse();
        assertThat(notes()).singleElement().asString().contains("stays in the data set until all rows can be read");
    }

    @Test
    void aWithdrawnWellThatComesBackIsPublishedWithoutAnUpload() throws IOException {
        ingest.run("one", folder);
        String table = Files.readString(folder.resolve("train.csv"));
        edit("train.csv", "HUVEC-01_1_B05,HUVEC-01,1,B05,5\n", "");
        ingest.run("two", folder);
        Files.writeString(folder.resolve("train.csv"), table);

        IngestFinished third = ingest.run("three", folder);

        assertThat(ingest.wells()).containsKey("small/HUVEC-01/1/B05");
        assertThat(third.getObjectsPut()).isZero();
        assertThat(notes()).containsExactly("HUVEC-01/1/B05: the well is new in the data set");
    }

    @Test
    void aRelabelledWellSaysBothLabels() throws IOException {
        ingest.run("one", folder);
        edit("train.csv", "B05,5\n", "B05,9\n");

        ingest.run("two", folder);

        assertThat(ingest.wells().get("small/HUVEC-01/1/B05"))
                .satisfies(well -> assertThat(well.getLabel()).isEqualTo("9"));
        assertThat(notes())
                .containsExactly(
                        "HUVEC-01/1/B05: the well was 'treatment 5, train part' and is 'treatment 9, train part' now");
    }

    @Test
    void shardsWithdrawAWellOnce() throws IOException {
        ingest.run("one", folder);
        edit("train.csv", "HUVEC-01_1_B05,HUVEC-01,1,B05,5\n", "");

        IngestFinished first = shard(0);
        IngestFinished second = shard(1);

        assertThat(ingest.wells()).hasSize(7);
        assertThat(first.getReplacesEarlier()).isTrue();
        assertThat(second.getReplacesEarlier()).isFalse();
        assertThat(second.getNotesList()).isEmpty();
    }

    private IngestFinished shard(int number) {
        IngestJob job = new IngestJob("two", InMemoryIngest.DATASET, folder, new IngestJob.Shard(number, 2), false);
        return ingest.run(job, () -> false);
    }

    private List<String> notes() {
        return ingest.progress().notes().stream()
                .filter(note -> note.place().file().isEmpty())
                .map(Problem::toString)
                .toList();
    }

    private void edit(String table, String from, String to) throws IOException {
        Path file = folder.resolve(table);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }
}
