"""The course as a browsable HTML book: every notebook run with papermill, one page each, an index in both languages."""
import concurrent.futures
import html
import os
import pathlib
import posixpath
import shutil

import tqdm

from .. import words
from . import notebooks, page


def build(course, target, workers=2):
    """Run all notebooks below ``course`` (vi/, en/, casebook/vi/, casebook/en/) and write the book to ``target``.

    The old book stays until the new one is whole; a folder that holds anything else is refused. Returns the index's path.

    Raises
    ------
    CellFailed
        When a notebook fails: with the cell and its traceback.
    """
    course, target = pathlib.Path(course), pathlib.Path(target).resolve()
    _check_target(target)
    chapters = {language: [*notebooks.find(course / language), *notebooks.find(course / "casebook" / language)] for language in words.LANGUAGES}
    draft = target.with_name(target.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    executed = _run_all([path for paths in chapters.values() for path in paths], workers)
    titles = {path: page.title_of(notebook) for path, notebook in executed.items()}
    for language, paths in chapters.items():
        for path in paths:
            links = _links(path.relative_to(course), [one.relative_to(course) for one in paths], [titles[one] for one in paths], language)
            place = (draft / path.relative_to(course)).with_suffix(".html")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(page.page(executed[path], titles[path], links, language), encoding="utf-8")
    (draft / "index.html").write_text(_index(course, chapters, titles), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    os.replace(draft, target)
    return target / "index.html"


def _check_target(target):
    """Only a new or empty folder, or an old book, may be replaced."""
    is_book = (target / "index.html").is_file() and (target / "vi").is_dir()
    is_free = not target.exists() or (target.is_dir() and not any(target.iterdir()))
    if not (is_book or is_free):
        raise ValueError(words.t("book.not_ours", folder=target))


def _run_all(paths, workers):
    """Run the notebooks side by side; {path: executed notebook}. The first failure stops the rest."""
    with concurrent.futures.ProcessPoolExecutor(workers, initializer=words.use, initargs=(words.language(),)) as pool:
        running = {pool.submit(notebooks.run_file, path): path for path in paths}
        done = {}
        try:
            for future in tqdm.tqdm(concurrent.futures.as_completed(running), total=len(paths), unit="notebook", ascii=" ▏▎▍▌▋▊▉█"):
                done[running[future]] = future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return done


def _links(path, paths, titles, language):
    """The line of links over a page: index, before, after, and the same page in the other language."""
    at, folder, other = paths.index(path), path.parent.as_posix(), {"vi": "en", "en": "vi"}[language]
    twin = pathlib.PurePosixPath(*(other if part == language else part for part in path.with_suffix(".html").parts))
    links = [("index.html", "crmlab")]
    links += [(paths[at - 1].with_suffix(".html").as_posix(), "← " + titles[at - 1])] if at else []
    links += [(paths[at + 1].with_suffix(".html").as_posix(), titles[at + 1] + " →")] if at + 1 < len(paths) else []
    links += [(str(twin), {"vi": "Tiếng Việt", "en": "English"}[other])]
    return "<nav>" + "".join(f'<a href="{posixpath.relpath(address, folder)}">{html.escape(name)}</a>' for address, name in links) + "</nav>"


def _index(course, chapters, titles):
    """The index: both languages side by side."""
    columns = "".join(
        f'<section lang="{language}"><h2>{name}</h2><ul style="list-style: none; padding: 0">'
        + "".join(
            f'<li style="margin: .6rem 0"><a href="{path.relative_to(course).with_suffix(".html").as_posix()}">{html.escape(titles[path])}</a></li>'
            for path in chapters[language]
        )
        + "</ul></section>"
        for language, name in [("vi", "Tiếng Việt"), ("en", "English")]
    )
    head = "<h1>crmlab</h1><p>Giáo trình Quản trị quan hệ khách hàng, học bằng cách làm · Customer relationship management, learned by doing</p>"
    return page.document("crmlab", f'{head}<div style="display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 2rem">{columns}</div>', "vi")
