namespace Portal.Core.Specs;

/// <summary>
/// What is wrong in somebody's files: the first hundred mistakes, and how many there are. However much is wrong, its report is short.
/// </summary>
public sealed class SpecProblemList
{
    private const int MostListed = 100;
    private const int LongestWords = 1_000;

    private readonly List<SpecProblem> _listed = [];

    public int Count { get; private set; }

    public IReadOnlyList<SpecProblem> Listed => _listed;

    /// <summary>There may be more.</summary>
    public bool IsEnough => Count >= Refusal.Enough;

    public static SpecProblemList Of(IEnumerable<SpecProblem> found)
    {
        var problems = new SpecProblemList();
        foreach (var (place, words) in found)
        {
            problems.Add(place, words);
        }

        return problems;
    }

    public void Add(SpecPlace place, string words)
    {
        Count++;
        if (Count <= MostListed)
        {
            _listed.Add(new(place, words.Length <= LongestWords ? words : $"{words[..(LongestWords - 1)]}…"));
        }
    }

    /// <summary>What is wrong, by its place: <c>topics/orders.yaml:12:3</c>.</summary>
    public Refusal ToRefusal()
    {
        var byPlace = _listed
            .GroupBy(p => $"{p.Place}", StringComparer.Ordinal)
            .ToDictionary(at => at.Key, at => string.Join(" ", at.Select(p => p.Words)), StringComparer.Ordinal);
        return new(RefusalKind.Invalid, InWords(byPlace), byPlace);
    }

    private string InWords(Dictionary<string, string> byPlace) =>
        IsEnough ? $"At least {Refusal.Enough:N0} mistakes; the first {MostListed} are listed."
        : Count > MostListed
            ? $"{Count:N0} mistakes; the first {MostListed} are listed, {Count - MostListed:N0} are not."
        : byPlace.Count == 1 ? byPlace.Values.First()
        : $"{Count} mistakes.";
}
