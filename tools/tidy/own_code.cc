// A plug-in of clang-tidy 19: checks are shown the declarations of this tree alone.
//
// What is found in the headers of others is thrown away, yet most of clang-tidy's time goes into looking there. So the
// traversal begins at our own top-level declarations, in headers and sources alike; clangd does the same for a file that
// is open. This stands before clang-tidy's consumer, because some checks walk the unit as soon as they are given it.
//
// tools/check_units.py builds and loads it. Without it clang-tidy says the same and takes several times as long.

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclGroup.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/FrontendPluginRegistry.h>

#include <memory>
#include <string>
#include <vector>

namespace {

class OwnCode : public clang::ASTConsumer {
public:
    explicit OwnCode(const clang::SourceManager& sources) : sources_(sources) {}

    bool HandleTopLevelDecl(clang::DeclGroupRef group) override {
        for (clang::Decl* declaration : group) {
            // What a macro of GoogleTest unfolds to is ours where the macro is used.
            const clang::SourceLocation where =
                sources_.getExpansionLoc(declaration->getLocation());
            if (where.isValid() && !sources_.isInSystemHeader(where)) ours_.push_back(declaration);
        }
        return true;
    }

    void HandleTranslationUnit(clang::ASTContext& context) override {
        context.setTraversalScope(ours_);
    }

private:
    const clang::SourceManager& sources_;
    std::vector<clang::Decl*> ours_;
};

class Action : public clang::PluginASTAction {
protected:
    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                          llvm::StringRef) override {
        return std::make_unique<OwnCode>(compiler.getSourceManager());
    }

    bool ParseArgs(const clang::CompilerInstance&, const std::vector<std::string>&) override {
        return true;
    }

    ActionType getActionType() override { return AddBeforeMainAction; }
};

const clang::FrontendPluginRegistry::Add<Action> kAdded("own-code",
                                                        "the declarations of this tree alone");

}  // namespace
