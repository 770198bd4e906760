/** The project's Grafana dashboards and Prometheus alert rules, evaluated over the samples. */
@NullMarked
package io.wellstream.local.status.dashboard;

import org.jspecify.annotations.NullMarked;
