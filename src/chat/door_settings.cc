#include "chat/door_settings.h"

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/audit.h"
#include "chat/in_charge.h"
#include "chat/permissions.h"
#include "chat/store.h"

namespace chat {
namespace {

std::string value_of(const std::optional<Registration>& registration) {
    return std::string(registration ? word_of(*registration) : "configured");
}

std::string value_of(const std::optional<DoorOptions::Guests>& guests) {
    if (!guests) return "configured";
    return *guests == DoorOptions::Guests::on ? "true" : "false";
}

/// One note for each setting that becomes another.
std::vector<AuditEntry> notes_of(const SettingsChange& change, const KeptSettings& kept,
                                 const Doer& doer, base::WallTime now) {
    std::vector<AuditEntry> notes;
    const auto add = [&](const std::string& detail) {
        notes.push_back({.time = now,
                         .by = doer.who,
                         .action = AuditAction::setting_changed,
                         .detail = detail});
    };
    if (change.registration && *change.registration != kept.registration) {
        add("registration " + value_of(*change.registration));
    }
    if (change.guests && *change.guests != kept.guests) add("guests " + value_of(*change.guests));
    return notes;
}

}  // namespace

SettingsView DoorSettings::view() const {
    return {.holds = door_.sign(), .configured = door_.configured(), .kept = door_.kept()};
}

void DoorSettings::show(const Credentials& by, AccountReply<SettingsView> reply) {
    callers_.identify_in_charge<SettingsView>(
        by, Action::change_settings, std::move(reply),
        [this](const Doer& /*doer*/, AccountReply<SettingsView> back) { back(view()); });
}

void DoorSettings::change(const Credentials& by, SettingsChange change,
                          AccountReply<SettingsView> reply) {
    callers_.identify_in_charge<SettingsView>(
        by, Action::change_settings, std::move(reply),
        [this, change](const Doer& doer, AccountReply<SettingsView> back) {
            std::vector<AuditEntry> notes =
                notes_of(change, door_.kept(), doer, ports_.clock.wall());
            if (notes.empty()) {
                back(view());
                return;
            }
            ports_.admin.change_settings(
                change, std::move(notes),
                ports_.lifeline.guard([this, back = std::move(back)](
                                          base::Result<KeptSettings, StoreError> kept) mutable {
                    if (!kept) {
                        back(refuse(admin_error_of(kept.error())));
                        return;
                    }
                    door_.keep(*kept);
                    ports_.bus.publish(SettingsNews{});
                    back(view());
                }));
        });
}

void DoorSettings::read() {
    ports_.admin.settings(
        ports_.lifeline.guard([this](const base::Result<KeptSettings, StoreError>& kept) {
            if (kept) door_.keep(*kept);
        }));
}

}  // namespace chat
