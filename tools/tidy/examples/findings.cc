// What clang-tidy must find in a file of ours and in its header, also where a macro of others unfolds.
#include "findings.h"

#include <cassert>
#include <optional>
#include <vector>  // finds: misc-include-cleaner

namespace {

class Base {
public:
    virtual ~Base() = default;
    virtual int value() const { return 0; }
};

class Derived : public Base {
public:
    int value() const { return 1; }  // finds: modernize-use-override
};

int certain(const std::optional<int>& number) {
    return *number;  // finds: bugprone-unchecked-optional-access
}

template <class Number>
Number doubled(Number number) {
    int* nothing = 0;  // finds: modernize-use-nullptr
    return nothing == nullptr ? number + number : number;
}

}  // namespace

int main(int count, char**) {
    assert(count > 0);
    assert(count += 1);  // finds: bugprone-assert-side-effect
    return certain(count) + Derived().value() + doubled(1) + static_cast<int>(moved("a").size());
}
