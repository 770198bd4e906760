package io.wellstream.scorer.report;

import static io.wellstream.scorer.report.Markup.count;
import static io.wellstream.scorer.report.Markup.escape;
import static io.wellstream.scorer.report.Markup.header;
import static io.wellstream.scorer.report.Markup.row;
import static io.wellstream.scorer.report.Markup.share;

import io.wellstream.proto.v1.LabelRecall;
import java.util.Comparator;
import java.util.List;

/** How often each treatment is found again in validation wells, the best first. */
final class RecallSection {
    private static final Comparator<LabelRecall> BEST_FIRST = Comparator.comparingDouble(
                    (LabelRecall recall) -> -recall.getRecall().getValue())
            .thenComparing(recall -> -recall.getRecall().getN())
            .thenComparing(LabelRecall::getLabel);

    private final List<LabelRecall> recalls;

    RecallSection(List<LabelRecall> recalls) {
        this.recalls = recalls.stream().sorted(BEST_FIRST).toList();
    }

    void addTo(StringBuilder page) {
        if (recalls.isEmpty()) {
            return;
        }
        long never = recalls.stream()
                .filter(recall -> recall.getRecall().getHits() == 0)
                .count();
        page.append("<h2>Treatments</h2>\n<details><summary>How often each of ")
                .append(count(recalls.size()))
                .append(" treatments is found again in validation wells; ")
                .append(count(never))
                .append(" never. So few wells each say little: see the intervals</summary>\n<table>")
                .append(header("treatment", "found again"));
        recalls.forEach(recall -> page.append(row(escape(recall.getLabel()), share(recall.getRecall()))));
        page.append("</table></details>\n");
    }
}
