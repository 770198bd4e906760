package io.wellstream.scorer.model;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.scorer.model.ServedModels.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadedModelsTest {
    private final ScreenFixture screen = new ScreenFixture();
    private final ModelLoader loader = new ModelLoader(new StoredObjects(screen.store), Device.CPU);
    private final Map<ModelName, ModelPublished> published = new HashMap<>();
    private final List<ModelName> loads = new ArrayList<>();
    private final ModelName served = publish("served");
    private final ModelName other = publish("other");
    private final LoadedModels models = new LoadedModels(this::load, served::equals, 1);

    @AfterEach
    void close() {
        models.close();
        screen.close();
    }

    @Test
    void callsOfAModelThatIsNotServedShareItWhileOneOfThemUsesIt() {
        models.get(served).close();

        try (Lease first = models.get(other)) {
            try (Lease second = models.get(other)) {
                assertThat(second.model()).isSameAs(first.model());
            }
            models.get(served).close();
            models.get(other).close();
        }

        assertThat(loads).containsExactly(served, other);
    }

    @Test
    void aModelThatIsNotServedIsFreedAfterItsLastCall() {
        models.get(served).close();
        Lease first = models.get(other);
        Lease second = models.get(other);

        first.close();
        assertThat(second.model().hold()).isTrue();
        second.model().release();
        second.close();

        assertThat(models.find(other)).isEmpty();
        assertThat(second.model().hold()).isFalse();
        try (Lease kept = models.get(served)) {
            assertThat(kept.model().hold()).isTrue();
            kept.model().release();
        }
        assertThat(loads).containsExactly(served, other);
    }

    @Test
    void aModelThatIsInUseDoesNotKeepOthersInMemory() {
        ModelName third = publish("third");
        models.get(served).close();

        try (Lease inUse = models.get(other)) {
            models.get(third).close();

            assertThat(models.find(third)).isEmpty();
            try (Lease same = models.get(other)) {
                assertThat(same.model()).isSameAs(inUse.model());
            }
        }
    }

    private ModelName publish(String run) {
        ModelPublished model = screen.publish(run, card("HUVEC", "a", "b"), noWeights(2), 5, 0);
        ModelName name = ModelName.of(model);
        published.put(name, model);
        return name;
    }

    private LoadedModel load(ModelName name) {
        loads.add(name);
        return loader.load(requireNonNull(published.get(name)));
    }
}
