using Portal.Core.Wording;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>What one reading of a registry brought.</summary>
/// <param name="There">The subjects that it answered for and that have a version.</param>
/// <param name="Unread">Those that it lists, and that stay as they were.</param>
/// <param name="Next">The first of them that wasn't reached in time; null: all were.</param>
internal sealed record ReadSubjects(
    IReadOnlyList<SubjectAnswer> There,
    IReadOnlyList<UnreadSubject> Unread,
    string? Next
)
{
    private const int MostNamed = 3;

    /// <summary>Which subjects are unread, and why; null: none.</summary>
    public string? Omission
    {
        get
        {
            var all = Quantity.Of(There.Count + Unread.Count, "subject", "subjects");
            UnreadSubject[] refused =
            [
                .. Unread.Where(one => one.Failure is not null).OrderBy(one => one.Name, StringComparer.Ordinal),
            ];
            var late = Unread.Count - refused.Length;
            List<string> words = [];
            if (refused is [{ Failure: { } failure }, ..])
            {
                var names = NameList.InWords([.. refused.Select(one => one.Name)], MostNamed);
                words.Add($"{Quantity.Count(refused.Length)} of {all} could not be read: {names}. {failure.Message}");
            }

            if (late > 0)
            {
                words.Add(
                    $"{Quantity.Count(late)} of {all} could not be read within {Age.InWords(SubjectReading.ReadWithin)}; the next reading begins there."
                );
            }

            return words.Count == 0 ? null : string.Join(' ', words);
        }
    }
}
