package io.wellstream.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.ingest.flow.IngestProgress;
import io.wellstream.ingest.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobStatusTest {
    @Test
    void theJsonIsThatOfTheInterface() throws JsonProcessingException {
        IngestProgress.Snapshot counts = new IngestProgress.Snapshot(8, 5, 1, 2, 3, 70);
        JobStatus status = new JobStatus(
                "one",
                "small",
                "/screens/small",
                2,
                1,
                JobStatus.State.FINISHED_WITH_FAILURES,
                "",
                new JobStatus.Progress(counts, 4, 2),
                1,
                List.of(Problem.ofRow("train.csv", 3, "the row is not UTF-8", "UTF-8 text")),
                "small/ingests/one/1.json");

        String json = new ObjectMapper().writeValueAsString(status);

        assertThat(json).isEqualTo("""
                {"id":"one","dataset":"small","source":"/screens/small","shards":2,"shard":1,\
                "state":"finished-with-failures","message":"",\
                "progress":{"wellsExpected":8,"wellsPublished":5,"wellsUnchanged":1,"wellsFailed":2,"sitesFailed":3,\
                "objectsPut":70,"seconds":4.0,"wellsPerSecond":2.0},"problemCount":1,\
                "problems":[{"file":"train.csv","metadata":"train.csv","row":3,"well":"","site":0,"channel":0,\
                "problem":"the row is not UTF-8","expected":"UTF-8 text"}],"report":"small/ingests/one/1.json"}""");
    }
}
