using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Topics;

namespace Portal.Workers.Collecting;

/// <summary>A topic's configs as they lie in the store; an empty object is "not answered yet", no topic has none.</summary>
internal static class TopicConfigs
{
    private const string NotAnswered = "{}";

    public static ImmutableSortedDictionary<string, LiveConfig>? Read(string json) =>
        json == NotAnswered ? null : CoreJson.Read<ImmutableSortedDictionary<string, LiveConfig>>(json);

    public static string Write(ImmutableSortedDictionary<string, LiveConfig>? configs) =>
        configs is null ? NotAnswered : CoreJson.Write(configs);
}
