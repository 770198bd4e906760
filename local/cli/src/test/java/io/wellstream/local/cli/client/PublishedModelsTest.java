package io.wellstream.local.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedModelsTest {
    private static final DatasetId DATASET = new DatasetId("screen");

    @Test
    void aRunsModelIsFoundServedOrNot() {
        PublishedModels models =
                published(List.of(model("first"), model("second")), List.of(serving("HUVEC", "first")));

        assertThat(models.ofRun("second").getRun()).isEqualTo("second");
        assertThatThrownBy(() -> models.ofRun("third"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("run 'third'")
                .hasMessageContaining("first, second");
    }

    @Test
    void theOnlyServedModelNeedsNoName() {
        PublishedModels models =
                published(List.of(model("first"), model("second")), List.of(serving("HUVEC", "second")));

        assertThat(models.served("").getRun()).isEqualTo("second");
    }

    @Test
    void theCellTypeDecidesBetweenSeveralModels() {
        PublishedModels models = published(
                List.of(model("first"), model("second"), model("third")),
                List.of(serving("HUVEC", "first"), serving("RPE", "second"), serving("", "third")));

        assertThat(models.served("RPE").getRun()).isEqualTo("second");
        assertThat(models.served("all").getRun()).isEqualTo("third");
        assertThatThrownBy(() -> models.served(""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("HUVEC (treatment, run first)")
                .hasMessageContaining("--cell-type");
        assertThatThrownBy(() -> models.served("U2OS"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no model of cell type 'U2OS'")
                .hasMessageContaining("RPE");
    }

    @Test
    void theErrorSaysWhenNothingIsServed() {
        assertThatThrownBy(() -> published(List.of(), List.of()).served(""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'screen'")
                .hasMessageContaining("train one");
        assertThatThrownBy(() -> published(List.of(), List.of()).ofRun("first"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("runs that have: none");
    }

    private static PublishedModels published(List<ModelPublished> models, List<Serving> servings) {
        return new PublishedModels(DATASET, models, servings);
    }

    private static ModelPublished model(String run) {
        return ModelPublished.newBuilder()
                .setDataset(DATASET.name())
                .setRun(run)
                .build();
    }

    private static Serving serving(String cellType, String run) {
        return Serving.newBuilder()
                .setDataset(DATASET.name())
                .setCellType(cellType)
                .setTarget(Target.TARGET_TREATMENT)
                .setRun(run)
                .build();
    }
}
