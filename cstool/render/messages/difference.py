"""Messages of `diff`: other versions of the workspace, what changed, what moved."""

MESSAGES: dict[str, tuple[str, str]] = {
    # other versions of the workspace
    "revision-no-name": (
        "'{revision}' is not a name of a revision; give a branch, a tag, a commit, a folder or 'pushed:BACKEND'",
        "“{revision}”不是版本名；请写分支、标签、提交、文件夹，或 pushed:后台名",
    ),
    "revision-unknown": (
        "git knows no revision '{revision}' here, and there is no such folder; {hint}",
        "git 在这里找不到版本“{revision}”，也没有这个文件夹；{hint}",
    ),
    "revision-list": (
        "list what there is with 'git branch --all' and 'git tag'",
        "用 git branch --all 和 git tag 查看已有的名字",
    ),
    "revision-no-commit": ("this repository has no commit yet: commit once", "这个仓库还没有提交：请先提交一次"),
    "revision-fetch-all": (
        "this clone holds only a part of the history: fetch the rest with 'git fetch --unshallow' (GitHub: 'fetch-depth: 0' of actions/checkout)",
        "这个克隆只有一部分历史：请用 git fetch --unshallow 取回其余部分（GitHub：actions/checkout 的 fetch-depth: 0）",
    ),
    "revision-no-joint": (
        "'{revision}' and this branch have no commit in common; {hint}",
        "“{revision}”与当前分支没有共同的提交；{hint}",
    ),
    "revision-no-joint-hint": ("compare with '{base}' itself", "请直接与“{base}”比较"),
    "revision-no-repository": (
        "'{folder}' is not in a git repository, so there is no revision '{revision}'; give a folder such as './before', or 'pushed:BACKEND'",
        "“{folder}”不在 git 仓库里，所以没有版本“{revision}”；请写文件夹（例如 ./before）或 pushed:后台名",
    ),
    "revision-no-git": (
        "git is not installed, or not on the PATH; install it, or give a folder such as './before'",
        "没有安装 git，或 PATH 里找不到；请安装，或改写文件夹（例如 ./before）",
    ),
    "revision-git-refuses": ("git cannot read this repository: {reason}", "git 无法读取这个仓库：{reason}"),
    "revision-module": (
        "at '{revision}', '{path}' is a submodule, and its files are not in this repository; give a folder with the earlier version",
        "在版本“{revision}”里，“{path}”是子模块，其文件不在这个仓库里；请改写存有旧版本的文件夹",
    ),
    "revision-same-name": (
        "at '{revision}', '{path}' and another file have names that this computer takes for one",
        "在版本“{revision}”里，“{path}”与另一个文件的名字在这台电脑上无法区分",
    ),
    "revision-odd-path": (
        "the revision holds a file with the name '{path}', which cannot be written here",
        "这个版本里有文件名“{path}”，在这里无法写出",
    ),
    "revision-object-missing": (
        "git cannot read the content of '{path}' at that revision; fetch it, or check the repository with 'git fsck'",
        "git 无法读取该版本里“{path}”的内容；请取回它，或用 git fsck 检查仓库",
    ),
    "revision-folder-empty": (
        "'{path}' holds no workspace: no folder 'config', 'templates' or 'sop' is in it",
        "“{path}”里没有工作区：没有 config、templates 或 sop 文件夹",
    ),
    "revision-empty": (
        "at '{revision}' there is no workspace in this folder yet; it is compared with an empty one",
        "在版本“{revision}”里，这个文件夹还没有工作区；按空工作区比较",
    ),
    "pushed-never": (
        "nothing was pushed to '{backend}' from here yet, so what was last pushed is not known; push once, or compare with a git revision",
        "还没有从这里推送到“{backend}”，所以不知道上次推送的内容；请先推送一次，或与 git 版本比较",
    ),
    "pushed-elsewhere": (
        "what was last pushed to '{backend}' is not known here: its lockfile changed otherwise than by a push from this folder "
        "(a push from another machine, a pull or a rollback); compare with a git revision",
        "这里不知道上次推送到“{backend}”的内容：锁文件的变化不是来自本文件夹的推送（可能是其他电脑的推送、拉取或回滚）；请与 git 版本比较",
    ),
    "pushed-unreadable": (
        "'{path}' cannot be read as the files of the last push; remove it and push again, or compare with a git revision",
        "“{path}”不是可读的上次推送的文件；请删除后重新推送，或与 git 版本比较",
    ),
}
