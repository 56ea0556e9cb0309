using System.Collections.Immutable;
using System.Globalization;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Web.Features.Requests;

/// <summary>
/// A request while it is typed. Intent first: what a person needs; the settings follow from it, and each can be set
/// otherwise. Nothing of it is trusted: Core looks at the draft that comes out.
/// </summary>
public sealed class RequestForm
{
    public ResourceOperation Operation { get; init; } = ResourceOperation.Create;

    /// <summary>What is wanted of the topic now, where there is one already.</summary>
    public TopicSpec? Current { get; init; }

    /// <summary>What the edit began from: only what differs from it is asked for. Null: the whole of it is.</summary>
    public TopicSpec? Base { get; init; }

    public string Cluster { get; set; } = "";
    public string Name { get; set; } = "";
    public string Owner { get; set; } = "";
    public string Description { get; set; } = "";
    public string Reason { get; set; } = "";
    public string? Preset { get; private set; }
    public TopicIntent Intent { get; set; } = TopicIntent.Presets["event-stream"];

    /// <summary>Settings a person set otherwise, by name, as typed; "partitions" and "replication" among them.</summary>
    public Dictionary<string, string> Overrides { get; } = new(StringComparer.Ordinal);

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

    /// <summary>The settings as they would be asked for: suggested or current ones, then what was added.</summary>
    public IReadOnlyList<SizedSetting> Settings(TopicSizing sizing)
    {
        IReadOnlyList<SizedSetting> given = Current is { } now ? Of(now) : sizing.Settings;
        var added = Overrides
            .Keys.Where(name => given.All(setting => setting.Name != name))
            .Order(StringComparer.Ordinal)
            .Select(name => new SizedSetting(name, "", TopicConfigs.All[name].Meaning));
        return [.. given, .. added];
    }

    public ChangeDraft Draft(TopicSizing sizing)
    {
        var values = Settings(sizing)
            .Select(setting => (setting.Name, Value: Overrides.GetValueOrDefault(setting.Name, setting.Value)))
            .ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        var spec = new TopicSpec(
            Whole(values["partitions"]),
            Whole(values["replication"]),
            values
                .Where(value => value.Key is not ("partitions" or "replication") && value.Value.Length > 0)
                .ToImmutableSortedDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal),
            Owner,
            Intent.Tier,
            Description.Trim()
        );
        return new ChangeDraft(
            "",
            Reason,
            Owner,
            [new ResourceDraft(TopicKind.Word, Operation, Cluster, Name.Trim(), spec, Base: Base)]
        );
    }

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
