#include "base/metrics.h"

#include <gmock/gmock.h>

using testing::HasSubstr;

TEST(Metrics, page_names_each_metric_once_and_lists_every_label) {
    base::Metrics metrics;
    metrics.counter("parlor_closed_total", "Connections closed.", "reason=\"slow\"").add(2);
    metrics.counter("parlor_closed_total", "Connections closed.", "reason=\"gone\"").add();

    const std::string page = metrics.render();

    EXPECT_THAT(page, HasSubstr("# TYPE parlor_closed_total counter\n"
                                "parlor_closed_total{reason=\"slow\"} 2\n"
                                "parlor_closed_total{reason=\"gone\"} 1\n"));
}

TEST(Metrics, same_name_and_labels_give_the_same_metric) {
    base::Metrics metrics;
    EXPECT_EQ(&metrics.gauge("a", "A."), &metrics.gauge("a", "A."));
}

TEST(Metrics, histogram_buckets_are_cumulative_on_the_page) {
    base::Metrics metrics;
    auto& histogram = metrics.histogram("store_append_seconds", "Appends.");
    histogram.observe(std::chrono::milliseconds(3));
    histogram.observe(std::chrono::seconds(60));

    const std::string page = metrics.render();

    EXPECT_THAT(page, HasSubstr("store_append_seconds_bucket{le=\"0.0025\"} 0\n"));
    EXPECT_THAT(page, HasSubstr("store_append_seconds_bucket{le=\"0.005\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("store_append_seconds_bucket{le=\"10\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("store_append_seconds_bucket{le=\"+Inf\"} 2\n"));
    EXPECT_THAT(page, HasSubstr("store_append_seconds_count 2\n"));
}
