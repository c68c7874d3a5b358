package udpchat.cli.doctor;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import udpchat.model.LinkReport;
import udpchat.model.PathReport;

/**
 * What was found out, and what it means.
 *
 * @param findings the worst first
 * @param links what it is about, if it is about this machine
 * @param path what it is about, if it is about a peer that answers
 */
public record Diagnosis(List<Finding> findings, Optional<LinkReport> links, Optional<PathReport> path) {
    public Diagnosis {
        findings = List.copyOf(findings);
        Objects.requireNonNull(links, "links");
        Objects.requireNonNull(path, "path");
    }

    /** Whether nothing keeps people from finding and reaching each other. */
    public boolean isHealthy() {
        return findings.stream().noneMatch(finding -> finding.level() == Finding.Level.FAULT);
    }
}
