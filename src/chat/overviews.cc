#include "chat/overviews.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/result.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/in_charge.h"
#include "chat/names.h"
#include "chat/permissions.h"
#include "chat/store.h"

namespace chat {
namespace {

std::uint32_t limit_from(std::uint32_t limit) {
    return std::clamp<std::uint32_t>(limit, 1, kAdminPageMax);
}

}  // namespace

void Overviews::people(const Credentials& by, const PeopleRequest& request,
                       AccountReply<PeoplePage> reply) {
    AccountsRequest wanted{.key_prefix = key_from(request.query),
                           .after = request.after,
                           .limit = limit_from(request.limit)};
    const bool finds_nobody = wanted.key_prefix.empty() && !request.query.empty();
    callers_.identify_in_charge<PeoplePage>(
        by, Action::see_people, std::move(reply),
        [this, finds_nobody, wanted = std::move(wanted)](const Doer& /*doer*/,
                                                         AccountReply<PeoplePage> back) mutable {
            if (finds_nobody) {
                back(PeoplePage{});
                return;
            }
            ports_.admin.accounts(
                std::move(wanted),
                ports_.lifeline.guard([this, back = std::move(back)](
                                          base::Result<AccountsPage, StoreError> found) mutable {
                    if (!found) {
                        back(refuse(admin_error_of(found.error())));
                        return;
                    }
                    PeoplePage page{.people = {}, .more = found->more};
                    page.people.reserve(found->entries.size());
                    for (AccountEntry& entry : found->entries)
                        page.people.push_back(deeds_.view(std::move(entry)));
                    back(std::move(page));
                }));
        });
}

void Overviews::figures(const Credentials& by, AccountReply<Figures> reply) {
    callers_.identify_in_charge<Figures>(
        by, Action::see_figures, std::move(reply),
        [this](const Doer& /*doer*/, AccountReply<Figures> back) {
            ports_.admin.size(ports_.lifeline.guard(
                [this, back = std::move(back)](base::Result<StoreSize, StoreError> size) mutable {
                    if (!size) {
                        back(refuse(admin_error_of(size.error())));
                        return;
                    }
                    Figures figures = counted();
                    figures.accounts = size->accounts;
                    figures.store_bytes = size->bytes;
                    back(std::move(figures));
                }));
        });
}

Figures::Bus Overviews::bus() const {
    if (ports_.bus.reach() == Bus::Reach::this_node) return Figures::Bus::none;
    return ports_.bus.link() == Bus::Link::up ? Figures::Bus::up : Figures::Bus::down;
}

Figures Overviews::counted() const {
    Figures figures{.started = started_, .rooms = rooms_.size(), .bus = bus(), .nodes = nodes()};
    for (const NodeFigures& node : figures.nodes) {
        figures.people_present += node.people_present;
        figures.connections += node.connections;
        figures.messages_since_start += node.messages_since_start;
        figures.messages_per_minute += node.messages_per_minute;
        figures.store_wait_ms = std::max(figures.store_wait_ms, node.store_wait_ms);
    }
    if (figures.bus == Figures::Bus::none) figures.nodes.clear();
    return figures;
}

std::vector<NodeFigures> Overviews::nodes() const {
    std::vector<NodeFigures> nodes;
    const auto add = [&nodes](const NodeId& id, const Heartbeat& said) {
        const bool is_draining = said.state == Heartbeat::State::draining;
        nodes.push_back(
            {.node = id.value(),
             .name = said.name,
             .version = said.release,
             .state = is_draining ? NodeFigures::State::draining : NodeFigures::State::serving,
             .people_present = said.people,
             .connections = said.connections,
             .rooms_active = said.rooms,
             .messages_since_start = said.messages,
             .messages_per_minute = said.messages_per_minute,
             .store_wait_ms = said.store_wait_ms});
    };
    add(ports_.bus.node(), own_node_.heartbeat());
    nodes.front().which = NodeFigures::Which::this_one;
    neighbours_.for_each_node(add);
    return nodes;
}

void Overviews::audit(const Credentials& by, AuditRequest request, AccountReply<AuditPage> reply) {
    request.limit = limit_from(request.limit);
    callers_.identify_in_charge<AuditPage>(
        by, Action::see_audit, std::move(reply),
        [this, request](const Doer& /*doer*/, AccountReply<AuditPage> back) {
            ports_.admin.audit(request, ports_.lifeline.guard(passing_on(std::move(back))));
        });
}

}  // namespace chat
