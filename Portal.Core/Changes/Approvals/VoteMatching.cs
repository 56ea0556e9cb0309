namespace Portal.Core.Changes.Approvals;

/// <summary>
/// Which person could give which of the votes that are needed, each person one. Each vote looks for a person, and moves another
/// vote aside where that helps, so that as many are given as can be.
/// </summary>
/// <typeparam name="TAsked">What a vote is needed for: a step.</typeparam>
/// <param name="approvers">Who may approve for each.</param>
internal sealed class VoteMatching<TAsked>(ILookup<TAsked, string> approvers)
    where TAsked : notnull
{
    private readonly Dictionary<string, TAsked> _servedBy = new(StringComparer.Ordinal);

    /// <param name="asked">Who was looked at for it: when nobody is left, all of them are needed elsewhere.</param>
    /// <returns>Whether somebody can give it, beside all that were asked for before and could be given.</returns>
    public bool Serve(TAsked needs, out IReadOnlySet<string> asked)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        asked = seen;
        return Finds(needs, seen);
    }

    private bool Finds(TAsked needs, HashSet<string> seen)
    {
        foreach (var person in approvers[needs].Where(seen.Add))
        {
            if (!_servedBy.TryGetValue(person, out var other) || Finds(other, seen))
            {
                _servedBy[person] = needs;
                return true;
            }
        }

        return false;
    }
}
