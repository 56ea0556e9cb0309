using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Wording;
using Portal.Schemas.Compatibility;
using Portal.Web.Parts;

namespace Portal.Web.Features.Schemas;

/// <summary>A step on a subject as lines of a diff.</summary>
internal static class SchemaPlanLines
{
    public static IEnumerable<PlanLine> Of(Step step, RenderFragment subject, SchemaEvidence? seen) =>
        step switch
        {
            RegisterSchema register => [Register(register, subject, seen)],
            SetCompatibility set => [Set(set, subject)],
            DeleteSubject delete => [DeletionPlanLines.Of(delete, subject, seen?.Use)],
            DeleteSubjectPermanently => [DeletionPlanLines.Permanently("subject", subject, seen?.Use)],
            DeleteVersion delete => [DeletionPlanLines.Of(delete, subject, seen?.Use)],
            DeleteVersionPermanently delete =>
            [
                DeletionPlanLines.Permanently($"version {delete.Version}", subject, seen?.Use),
            ],
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    /// <summary>How much of the text changes: "3 lines added, 1 removed".</summary>
    public static string Change(RegisterSchema register)
    {
        var diff = LineDiff.Of(Laid(register, register.BeforeText ?? ""), Laid(register, register.Text));
        return register.BeforeText is null
            ? Quantity.Of(diff.Count(line => line.Change == LineChange.Added), "line", "lines")
            : $"{Quantity.Of(diff.Count(line => line.Change == LineChange.Added), "line", "lines")} added, {diff.Count(line => line.Change == LineChange.Removed)} removed";
    }

    private static string Laid(RegisterSchema register, string text) => SchemaLayout.Of(register.Type, text);

    private static PlanLine Register(RegisterSchema register, RenderFragment subject, SchemaEvidence? seen) =>
        new(
            null,
            "schema",
            subject,
            register.Before is { } before ? new($"version {before.Version}", $"id {before.Id}") : null,
            new(register.Before is null ? "first version" : "a new version", register.Type.Title()),
            Change(register),
            Explanation(seen),
            seen
                is { Verdict: SchemaVerdict.Incompatible or SchemaVerdict.Unreadable }
                    or { Verdict: SchemaVerdict.ComparedUnregistered, Words.IsEmpty: false }
                ? Tone.Bad
                : null,
            "deleted again",
            "softly, by version and id; records keep their id",
            Detail: NewVersion.Of(register, seen)
        );

    private static PlanLine Set(SetCompatibility set, RenderFragment subject) =>
        new(
            null,
            "compatibility",
            subject,
            new(set.Before?.Word() ?? RegistryWords.Inherited(set.On.Name)),
            new(set.After.Word()),
            Sentence(set.After.Meaning()),
            null,
            set.After == CompatibilityLevel.None ? Tone.Warn : null,
            "level",
            "the level before is set again"
        );

    private static string? Explanation(SchemaEvidence? seen) =>
        seen?.Verdict switch
        {
            SchemaVerdict.Compatible
            or SchemaVerdict.ComparedUnregistered when seen.Level == CompatibilityLevel.None && seen.Words.IsEmpty =>
                "Nothing is compared: the level is NONE",
            SchemaVerdict.Compatible => "The registry finds it compatible",
            SchemaVerdict.ComparedUnregistered when seen.Words.IsEmpty => "The portal finds it compatible",
            SchemaVerdict.Incompatible or SchemaVerdict.ComparedUnregistered or SchemaVerdict.Unreadable => string.Join(
                "; ",
                seen.Words
            ),
            SchemaVerdict.First => "Nothing to compare it with",
            _ => null,
        };

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
