package io.wellstream.local.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ResidentMemoryTest {
    @Test
    void aRunningProcessHasMemoryAndAnEndedOneHasNone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        assertThat(ResidentMemory.of(ProcessHandle.current().pid()).orElseThrow())
                .isGreaterThan(10_000_000);
        assertThat(ResidentMemory.of(gone.pid())).isEmpty();
    }
}
