using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.Schemas;
using Portal.LocalCluster.Registry;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Formats;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas.Verdicts;

/// <summary>A pair where Apicurio finds otherwise than the documentation, and which reason explains it.</summary>
/// <param name="Apicurio">Its verdict.</param>
internal sealed record VerdictDifference(SchemaFormat Format, string Pair, string Apicurio, string Reason);

/// <param name="Reasons">By their names, a sentence each.</param>
internal sealed record VerdictDifferences(Dictionary<string, string> Reasons, VerdictDifference[] Differences)
{
    private static readonly JsonSerializerOptions Words = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public static VerdictDifferences Read() =>
        JsonSerializer.Deserialize<VerdictDifferences>(
            File.ReadAllText(Repository.PathOf("Portal.Tests", "Schemas", "Verdicts", "apicurio-differences.json")),
            Words
        )!;

    public VerdictDifference? Of(SchemaPair pair) =>
        Array.Find(Differences, one => one.Format == pair.Format && one.Pair == pair.Name);
}

/// <summary>What the portal, the bundled registry and Apicurio find of each pair of the corpora, as docs/verdicts.md shows it.</summary>
internal static class VerdictTable
{
    public const string Compatible = "compatible";
    public const string Incompatible = "incompatible";
    public const string Undecided = "undecided";
    public const string Refused = "refused";

    public static IReadOnlyList<SchemaPair> Pairs { get; } =
    [.. SchemaPair.Avro, .. SchemaPair.Json, .. SchemaPair.Protobuf];

    /// <summary>By the portal's own comparison.</summary>
    public static string Ours(SchemaPair pair)
    {
        var broken = AnySchema.Judge(
            CompatibilityLevel.Backward,
            Read(pair.Format, pair.ReaderText),
            [(1, Read(pair.Format, pair.WriterText))]
        );
        return broken.Count == 0 ? Compatible
            : broken.Any(rule => rule.IsCertain) ? Incompatible
            : Undecided;
    }

    /// <summary>What a registry that follows the documentation finds, as it is written down beside the pair.</summary>
    public static string Documented(SchemaPair pair) =>
        pair.Documented ?? (pair.Why.Length == 0 ? Compatible : Incompatible);

    /// <summary>What the bundled registry finds, without its server.</summary>
    public static string Bundled(SchemaPair pair)
    {
        var type = pair.Format.ToString().ToUpperInvariant();
        var (happened, _) = RegistryDecisions.Register(
            RegistryState.Empty,
            "pair",
            new SchemaRequest(pair.WriterText, type)
        );
        var state = RegistryState.Empty;
        foreach (var written in happened)
        {
            state = state.After(written);
        }

        return
            RegistryQuestions.Compatibility(state, "pair", asked: null, new(pair.ReaderText, type), verbose: false)
                is Answer.Body { Value: CompatibilityView { IsCompatible: var isCompatible } }
            ? isCompatible
                ? Compatible
                : Incompatible
            : Refused;
    }

    public static string Markdown(VerdictDifferences apicurio)
    {
        var table = new StringBuilder(
            """
            # Compatibility verdicts

            Each pair of the corpora in `Portal.Tests/Schemas/`, by three: the portal's own comparison, the registry of the bundled cluster, and
            Apicurio Registry 2.6.13 over its Confluent API. The level is BACKWARD: can readers of the new schema read what was written with the old
            one? **Undecided** is what the portal leaves to the registry: rules that Confluent documents refuse some of it, and pass over the rest. Both
            registries are held against that documentation. `PORTAL_VERDICTS=write ./portal test VerdictTests` writes this page, and that
            test compares it.

            | format | pairs | compatible | incompatible | undecided | the bundled registry differs | Apicurio differs |
            |---|---:|---:|---:|---:|---:|---:|

            """
        );
        foreach (var format in Enum.GetValues<SchemaFormat>())
        {
            var ours = Of(format).Select(pair => Ours(pair)).ToList();
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {Title(format)} | {ours.Count} | {ours.Count(v => v == Compatible)} | {ours.Count(v => v == Incompatible)} | {ours.Count(v => v == Undecided)} | {Of(format).Count(pair => Bundled(pair) != Documented(pair))} | {apicurio.Differences.Count(one => one.Format == format)} |"
            );
        }

        table.Append("\n## Why Apicurio differs\n\n");
        var numbers = apicurio.Reasons.Keys.Select((reason, i) => (reason, i + 1)).ToDictionary();
        foreach (var (reason, words) in apicurio.Reasons)
        {
            var pairs = apicurio.Differences.Count(one => one.Reason == reason);
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"{numbers[reason]}. {words} ({pairs} {(pairs == 1 ? "pair" : "pairs")})"
            );
        }

        Confluent(table);
        Levels(table);
        foreach (var format in Enum.GetValues<SchemaFormat>())
        {
            table.Append(CultureInfo.InvariantCulture, $"\n## {Title(format)}\n\n");
            table.Append(
                "| pair | portal | bundled registry | Apicurio | why it differs | the portal's words |\n|---|---|---|---|---|---|\n"
            );
            foreach (var pair in Of(format))
            {
                var differs = apicurio.Of(pair);
                table.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"| {pair.Name} | {Ours(pair)} | {Bundled(pair)} | {differs?.Apicurio ?? Documented(pair)} | {(differs is null ? "" : numbers[differs.Reason])} | {string.Join(" ", pair.Why).Replace("|", "\\|", StringComparison.Ordinal)} |"
                );
            }
        }

        return table.ToString();
    }

    private static void Confluent(StringBuilder table) =>
        table.Append(
            """

            ## Confluent's own registry

            It isn't run for this page. By its source (schema-registry 8.5, `master` of 2026-08-22) it differs from the portal here:

            - Keywords beside a `$ref` are compared from 2019-09 on. Confluent's takes them and the `$ref` as two parts of an `allOf`, and refuses keywords
              that join a `$ref` even where they forbid nothing more. What the portal finds by way of them is undecided, and the bundled registry passes
              over them.
            - A schema without `$schema` is one of draft 7, in which nothing beside a `$ref` holds. By the portal what stands there is compared, and undecided
              too, because validators of later drafts look at it.
            - Draft 4's `exclusiveMaximum: true` and `exclusiveMinimum: true` aren't compared. By the portal and the bundled registry a bound that becomes
              exclusive is incompatible.
            - `additionalProperties` in place of `unevaluatedProperties`, or the other way round, is incompatible. By the portal and the bundled registry it is
              compatible where both mean the same: where only `properties` and `patternProperties` evaluate anything beside them. So is a property that the schema
              behind a `$ref` gets, where `unevaluatedProperties` alone stands beside the `$ref`: Confluent's compares these as two parts.
            - What only a reader's `unevaluatedProperties` refuses is incompatible. By the portal it is undecided, and the bundled registry passes over it.

            """
        );

    private static void Levels(StringBuilder table)
    {
        var levels = Enum.GetValues<CompatibilityLevel>();
        table.Append(
            """

            ## Levels

            What each level allows after a subject's versions: **yes** by the portal and the bundled registry alike. Where Apicurio finds otherwise, its
            verdict stands behind it, with the reason below.


            """
        );
        table.AppendLine(
            CultureInfo.InvariantCulture,
            $"| format | what changes | {string.Join(" | ", levels.Select(level => level.Word()))} |"
        );
        table.AppendLine(CultureInfo.InvariantCulture, $"|---|---|{string.Concat(levels.Select(_ => "---|"))}");
        foreach (var history in LevelHistory.All)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {Title(history.Format)} | {history.Name} | {string.Join(" | ", levels.Select(level => InWords(history, level)))} |"
            );
        }

        foreach (var history in LevelHistory.All.Where(history => history.Why is not null))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"\n{Title(history.Format)}, {history.Name}: {history.Why}");
        }
    }

    private static string InWords(LevelHistory history, CompatibilityLevel level)
    {
        var (ours, theirs) = (history.IsAllowedBy(level), history.IsAllowedByApicurio(level));
        return ours == theirs ? Answer(ours) : $"{Answer(ours)}; Apicurio: {Answer(theirs)}";

        static string Answer(bool isAllowed) => isAllowed ? "yes" : "no";
    }

    private static IEnumerable<SchemaPair> Of(SchemaFormat format) => Pairs.Where(pair => pair.Format == format);

    private static string Title(SchemaFormat format) => format == SchemaFormat.Json ? "JSON Schema" : format.ToString();

    private static AnySchema Read(SchemaFormat format, string text) =>
        AnySchema.Read(format, text, []).ShouldBeOfType<SchemaRead.Fine>(text).Schema;
}
