package io.wellstream.trainer.http;

import io.wellstream.trainer.TrainerProcess;
import io.wellstream.trainer.TrainerShell;
import jakarta.ws.rs.ServiceUnavailableException;

/** Admits requests while the trainer can carry them out. */
final class ReadyTrainer {
    private ReadyTrainer() {}

    static TrainerProcess.Requests of(TrainerShell shell) {
        if (!shell.waitingFor().isEmpty()) {
            throw new ServiceUnavailableException("the trainer is starting; try again in a moment");
        }
        return shell.requests().orElseThrow(() -> new ServiceUnavailableException("the trainer is stopping"));
    }
}
