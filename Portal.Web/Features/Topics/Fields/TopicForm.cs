using System.Collections.Immutable;
using System.Globalization;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Features.Kinds;

namespace Portal.Web.Features.Topics.Fields;

/// <summary>
/// A topic while it is typed. Intent first: what a person needs; the settings follow from it, and each can be set otherwise.
/// </summary>
public sealed class TopicForm : ResourceForm
{
    private const string FirstPreset = "event-stream";

    public TopicForm(FormOrigin origin)
        : base(TopicKind.Word, origin)
    {
        Intent = TopicIntent.Presets[FirstPreset];
        Preset = Current is null ? FirstPreset : null;
        if (Now is { } now)
        {
            Intent = Intent with { Tier = now.Tier };
        }
    }

    public string? Preset { get; private set; }
    public TopicIntent Intent { get; set; }

    /// <summary>Settings a person set otherwise, by name, as typed; "partitions" and "replication" among them.</summary>
    public Dictionary<string, string> Overrides { get; } = new(StringComparer.Ordinal);

    private TopicSpec? Now => (TopicSpec?)Current;

    /// <summary>A setting's name as the spec has it.</summary>
    public static string FieldOf(string setting) =>
        setting is "partitions" or "replication" ? setting : $"configs.{setting}";

    public void Choose(string preset)
    {
        Preset = preset;
        Intent = TopicIntent.Presets[preset];
        Overrides.Clear();
    }

    /// <summary>Set to what it would be anyway, it is no override. A setting that was emptied is left to the broker.</summary>
    public void Override(string name, string value, string suggested)
    {
        if (value.Trim() == suggested)
        {
            Overrides.Remove(name);
        }
        else
        {
            Overrides[name] = value.Trim();
        }
    }

    /// <summary>What follows from the need as it is typed now.</summary>
    public TopicSizing Sizing(RequestCluster? cluster) => TopicSizing.Of(Intent, cluster?.Brokers);

    /// <summary>The settings as they would be asked for: suggested or current ones, then what was added.</summary>
    public IReadOnlyList<SizedSetting> Settings(RequestCluster? cluster)
    {
        IReadOnlyList<SizedSetting> given = Now is { } now ? Of(now) : Sizing(cluster).Settings;
        var added = Overrides
            .Keys.Where(name => given.All(setting => setting.Name != name))
            .Order(StringComparer.Ordinal)
            .Select(name => new SizedSetting(name, "", TopicConfigs.All[name].Meaning));
        return [.. given, .. added];
    }

    public override TopicSpec Spec(RequestCluster? cluster)
    {
        var values = Settings(cluster)
            .Select(setting => (setting.Name, Value: Overrides.GetValueOrDefault(setting.Name, setting.Value)))
            .ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        return new TopicSpec(
            Whole(values["partitions"]),
            Whole(values["replication"]),
            values
                .Where(value => value.Key is not ("partitions" or "replication") && value.Value.Length > 0)
                .ToImmutableSortedDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal),
            Owner,
            Intent.Tier,
            About
        );
    }

    public override IEnumerable<FieldProblem> Problems() =>
        Current is null && !IsDelete
            ? Intent.Complaints().Select(wrong => new FieldProblem(wrong.Field, wrong.Words))
            : [];

    public override IEnumerable<(string Name, string Id)> Fields(RequestCluster? cluster) =>
        [
            ("eventsPerSecond", "events-per-second"),
            ("eventBytes", "event-bytes"),
            ("keepFor", "keep-for"),
            ("ordering", "ordering"),
            ("tier", "tier"),
            .. Settings(cluster).Select(setting => (FieldOf(setting.Name), $"setting-{setting.Name}")),
        ];

    public override string Keep() => CoreJson.Write(new Answers(Preset, Intent, Overrides));

    public override void Restore(string kept)
    {
        (Preset, Intent, var overrides) = CoreJson.Read<Answers>(kept);
        Overrides.Clear();
        foreach (var (name, value) in overrides)
        {
            Overrides[name] = value;
        }
    }

    private sealed record Answers(string? Preset, TopicIntent Intent, Dictionary<string, string> Overrides);

    private static IReadOnlyList<SizedSetting> Of(TopicSpec spec) =>
        [
            new("partitions", $"{spec.Partitions}", "Can grow, never shrink; keys then move."),
            new("replication", $"{spec.Replication}", "How many brokers hold each record."),
            .. spec.Configs.Select(config => new SizedSetting(
                config.Key,
                config.Value,
                TopicConfigs.All.GetValueOrDefault(config.Key)?.Meaning ?? ""
            )),
        ];

    // What isn't a number is none of the allowed ones, so that Core refuses it in its own words.
    private static int Whole(string typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
