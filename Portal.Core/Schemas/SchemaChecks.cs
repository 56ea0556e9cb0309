using Portal.Core.Resources;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>The registry's judgement of a new version, as a check.</summary>
internal static class SchemaChecks
{
    public const string Compatibility = "compatibility";

    public static IEnumerable<Finding> Of(CheckedResource resource, SchemaSpec wanted, SchemaEvidence? seen)
    {
        var (verdict, words) = Judge(wanted, seen);
        return [resource.Say(Compatibility, verdict, words)];
    }

    private static (CheckVerdict Verdict, string Words) Judge(SchemaSpec wanted, SchemaEvidence? seen) =>
        seen?.Verdict switch
        {
            null => (CheckVerdict.Unknown, "Whether this version is compatible was not checked with the registry."),
            SchemaVerdict.NothingNew => (CheckVerdict.Passed, "No new version is registered."),
            SchemaVerdict.First => (CheckVerdict.Passed, "The first version: there is none to compare it with."),
            SchemaVerdict.NotChecked => (
                CheckVerdict.Noted,
                $"{string.Join(" ", seen.Words)} The registry checks compatibility when the plan is computed.".Trim()
            ),
            SchemaVerdict.Compared
            or SchemaVerdict.ComparedUnregistered
            or SchemaVerdict.Compatible when seen is { Level: CompatibilityLevel.None, Words.IsEmpty: true } => (
                CheckVerdict.Noted,
                "Nothing is compared: the level is NONE."
            ),
            SchemaVerdict.Compared when seen.Words.IsEmpty => (
                CheckVerdict.Noted,
                $"Compatible{By(seen)}, as far as the texts show. {seen.NotComparedInWords ?? "The registry checks when the plan is computed."}"
            ),
            SchemaVerdict.Compared => (
                CheckVerdict.Blocked,
                $"Not compatible{By(seen)}: {Why(seen)} Change the schema, or the level if readers and writers bear it."
            ),
            SchemaVerdict.Compatible => (CheckVerdict.Passed, $"The registry finds it compatible{By(seen)}."),
            SchemaVerdict.Incompatible => (
                CheckVerdict.Blocked,
                $"The registry finds it not compatible{By(seen)}: {Why(seen)} Change the schema, or the level if readers and writers bear it."
            ),
            SchemaVerdict.ComparedWithNewest => (
                CheckVerdict.Unknown,
                $"The registry finds it compatible with the newest version. Whether it is compatible{By(seen)} with those before it isn't known: the registry compares with one version a request, and they are too many. It checks when it registers it."
            ),
            SchemaVerdict.OtherLevel when wanted.Compatibility == CompatibilityLevel.None => (
                CheckVerdict.NeedsOverride,
                $"With the level NONE nothing is compared. {(seen.Words.IsEmpty ? "" : $"By {seen.Level?.Word()} it would be refused: {Why(seen)}")}".Trim()
            ),
            SchemaVerdict.OtherLevel => (
                CheckVerdict.Unknown,
                $"The registry can judge by {seen.Level?.Word() ?? "its level"} only, and {wanted.Compatibility?.Word()} is set first. Set the level in a change of its own to know."
            ),
            SchemaVerdict.ComparedUnregistered when seen.Words.IsEmpty => (
                CheckVerdict.Noted,
                $"Compatible{By(seen)}, as the portal compares the texts. It refers to versions that this change registers first, so the registry checks it when it registers it."
            ),
            SchemaVerdict.ComparedUnregistered => (
                CheckVerdict.Blocked,
                $"Not compatible{By(seen)}: {Why(seen)} Change the schema, or the level if readers and writers bear it."
            ),
            SchemaVerdict.Undecided => (
                CheckVerdict.Unknown,
                $"It refers to versions that this change registers first, so the registry can't check it before. {Why(seen)}"
            ),
            SchemaVerdict.Unreadable => (
                CheckVerdict.Blocked,
                $"The schema can't be read: {Why(seen)} Fix the schema."
            ),
            var other => throw new InvalidOperationException($"{other}"),
        };

    private static string By(SchemaEvidence seen) => seen.Level is { } level ? $" by {level.Word()}" : "";

    private static string Why(SchemaEvidence seen) =>
        seen.Words.IsEmpty ? "it gives no reason." : $"{string.Join("; ", seen.Words).TrimEnd('.')}.";
}
