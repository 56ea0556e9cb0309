using Portal.Core;

namespace Portal.Web.Api;

/// <summary>Words of a query that a list is narrowed to, as <see cref="ApiJson.Word"/> writes them.</summary>
internal static class QueryWords
{
    /// <param name="words">Null: the query has none.</param>
    /// <param name="name">What the query calls them.</param>
    public static Outcome<List<T>> Read<T>(string[]? words, string name)
        where T : struct, Enum
    {
        var read = new List<T>();
        foreach (var word in words ?? [])
        {
            if (!ApiJson.TryWord<T>(word, out var value))
            {
                return Refusal.Invalid(
                    new Dictionary<string, string>(StringComparer.Ordinal) { [name] = $"There is no {name} {word}." }
                );
            }

            read.Add(value);
        }

        return read;
    }
}
