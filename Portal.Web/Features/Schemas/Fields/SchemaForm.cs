using System.Globalization;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Web.Features.Kinds;

namespace Portal.Web.Features.Schemas.Fields;

/// <summary>A reference while it is typed.</summary>
public sealed class ReferenceForm
{
    public string Name { get; set; } = "";
    public string Subject { get; set; } = "";
    public string Version { get; set; } = "";
}

/// <summary>A subject while it is typed.</summary>
public sealed class SchemaForm : ResourceForm
{
    /// <summary>What a reference says, by the names in the spec.</summary>
    public static readonly IReadOnlyList<string> Parts = ["name", "subject", "version"];

    /// <summary>What stands between a topic and a record in a subject's name.</summary>
    public const string BeforeRecord = "-";

    private readonly string _laidOut = "";

    public SchemaForm(FormOrigin origin)
        : base(SchemaKind.Word, origin)
    {
        if (Now is { } now)
        {
            (Type, Level) = (now.Type, now.Compatibility);
            Text = _laidOut = SchemaLayout.Of(now.Type, now.Schema);
            References.AddRange(now.References.Select(Of));
            DeletedVersions = origin.IsCopy ? "" : VersionDeletion.Listed(now.DeletedVersions);
        }
    }

    public SchemaType Type { get; set; } = SchemaType.Avro;

    public string Text { get; set; } = "";

    /// <summary>Null leaves the subject's own level as it is.</summary>
    public CompatibilityLevel? Level { get; set; }

    public List<ReferenceForm> References { get; } = [];

    /// <summary>Listed as a person types them: "2, 3 permanently".</summary>
    public string DeletedVersions { get; set; } = "";

    private string[] Deletions =>
        DeletedVersions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private SchemaSpec? Now => (SchemaSpec?)Current;

    // Orders-com.example.Order once the text names its record.
    protected override string? Suffix(Companion how) =>
        how.Suffix != BeforeRecord ? how.Suffix
        : SchemaText.RecordNames(Type, Text) is [var record, ..] ? $"{BeforeRecord}{record}"
        : null;

    public override SchemaSpec Spec(RequestCluster? cluster) =>
        new(
            Type,
            // Laid out it is only easier to read: what nobody edited is requested as it was.
            Now is { } now
            && Text == _laidOut
                ? now.Schema
                : Text,
            [.. References.Select(r => new SchemaReference(r.Name.Trim(), r.Subject.Trim(), Whole(r.Version)))],
            Level,
            Owner,
            About
        )
        {
            DeletedVersions = [.. Deletions.Select(Deletion)],
        };

    public override IEnumerable<(string Name, string Id)> Fields(RequestCluster? cluster) =>
        [
            ("type", "type"),
            ("compatibility", "level"),
            ("schema", "schema"),
            ("references", "references"),
            ("deletedVersions", "deleted-versions"),
            .. Deletions.Select((_, i) => ($"deletedVersions[{i}].version", "deleted-versions")),
            .. References.SelectMany(
                (_, i) => Parts.Select(part => ($"references[{i}].{part}", $"reference-{i}-{part}"))
            ),
        ];

    public override string Keep() => CoreJson.Write(new Answers(Type, Text, Level, References, DeletedVersions));

    public override void Restore(string kept)
    {
        (Type, Text, Level, var references, var deleted) = CoreJson.Read<Answers>(kept);
        DeletedVersions = deleted ?? "";
        References.Clear();
        References.AddRange(references);
    }

    private sealed record Answers(
        SchemaType Type,
        string Text,
        CompatibilityLevel? Level,
        List<ReferenceForm> References,
        string? DeletedVersions = null
    );

    private static VersionDeletion Deletion(string typed)
    {
        const string permanently = " permanently";
        return typed.EndsWith(permanently, StringComparison.OrdinalIgnoreCase)
            ? new(Whole(typed[..^permanently.Length].Trim()), IsPermanent: true)
            : new(Whole(typed));
    }

    private static ReferenceForm Of(SchemaReference reference) =>
        new()
        {
            Name = reference.Name,
            Subject = reference.Subject,
            Version = reference.Version.ToString(CultureInfo.InvariantCulture),
        };

    // What isn't a number is no version, so that Core refuses it in its own words.
    private static int Whole(string typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
