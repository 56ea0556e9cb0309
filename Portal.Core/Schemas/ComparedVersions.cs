using Portal.Schemas.Fields;

namespace Portal.Core.Schemas;

/// <summary>Two versions of a subject beside each other.</summary>
/// <param name="Fields">What the second changes of the first; null where they can't be compared here.</param>
public sealed record ComparedVersions(SeenSchema From, SeenSchema To, IReadOnlyList<FieldChange>? Fields)
{
    /// <param name="from">Null or one that isn't there: the one before the other.</param>
    /// <param name="to">Null or one that isn't there: the newest.</param>
    /// <returns>Null for a subject without versions.</returns>
    internal static (SeenSchema From, SeenSchema To)? Chosen(SchemaDetails subject, int? from, int? to)
    {
        if ((Version(to) ?? (subject.Versions is [var newest, ..] ? newest : null)) is not { } second)
        {
            return null;
        }

        var first = Version(from) ?? subject.Versions.FirstOrDefault(v => v.Version < second.Version) ?? second;
        return (first, second);

        SeenSchema? Version(int? number) => subject.Versions.FirstOrDefault(v => v.Version == number);
    }
}
