"""What a document of a word processor held beside its words, said in sentences to whoever adds it."""

from collections import Counter


def left_out(counts: Counter[str]) -> tuple[str, ...]:
    """Sentences on what was left out or chosen.

    `counts`: how many `insertions` and `deletions` of tracked changes, `comments`, `hidden` words, and `chunks`
    (documents inserted as a whole) were met.
    """
    notes = []
    kept, left = counts["insertions"], counts["deletions"]
    if kept or left:
        notes.append(
            f"It has tracked changes: {kept} insertions were kept and {left} deletions left out. "
            "Accept or reject them in the program that made it if that is not meant."
        )
    if comments := counts["comments"]:
        notes.append(f"{comments} comments in its margin were left out.")
    if hidden := counts["hidden"]:
        notes.append(f"Hidden words in {hidden} places were left out.")
    if chunks := counts["chunks"]:
        notes.append(f"{chunks} documents inserted as a whole were not read: save it anew in Word to have them in it.")
    return tuple(notes)
