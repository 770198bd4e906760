package io.wellstream.trainer.run;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

/** The lines that the audit log gets. */
final class AuditLines extends Handler {
    final List<String> lines = new ArrayList<>();
    private final Logger logger = LogContext.getLogContext().getLogger("audit");

    AuditLines() {
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
