package io.wellstream.scorer.site;

import io.wellstream.imaging.normalize.SiteStatistics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The site statistics of the experiments computed last, each valid until one of its wells changes. */
final class RecentStatistics {
    private final int most;
    private final Map<String, List<SiteStatistics>> known = new ConcurrentHashMap<>();
    private final Deque<String> inOrder = new ArrayDeque<>(); // the oldest first; guarded by itself

    RecentStatistics(int most) {
        this.most = most;
    }

    /** The statistics of a group of wells; a change of the group waits until they are computed, and then removes them. */
    List<SiteStatistics> of(String group, Function<String, List<SiteStatistics>> compute) {
        List<SiteStatistics> found = known.get(group);
        if (found != null) {
            return found;
        }
        List<SiteStatistics> computed = known.computeIfAbsent(group, each -> List.copyOf(compute.apply(each)));
        makeRoom(group);
        return computed;
    }

    /** @param group empty if any may have changed */
    void changed(String group) {
        if (group.isEmpty()) {
            known.clear();
        } else {
            known.remove(group);
        }
    }

    private void makeRoom(String group) {
        synchronized (inOrder) {
            inOrder.remove(group);
            inOrder.addLast(group);
            while (inOrder.size() > most) {
                known.remove(inOrder.removeFirst());
            }
        }
    }
}
