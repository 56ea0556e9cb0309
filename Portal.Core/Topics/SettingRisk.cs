using System.Globalization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>What single settings put at risk: writes that are refused, records that can be lost or are deleted at another time.</summary>
internal static class SettingRisk
{
    public static IEnumerable<RiskReason> Of(AlterConfigs alter, TopicEvidence? seen) =>
        alter.Configs.SelectMany<ConfigMove, RiskReason>(move =>
            move switch
            {
                { Name: "max.message.bytes" } when MayBeLowered(move, seen) =>
                [
                    new(
                        $"Producers whose batches are larger than {alter.On.Name}'s max.message.bytes are refused.",
                        10
                    ),
                ],
                { Name: "message.timestamp.before.max.ms" or "message.timestamp.after.max.ms" }
                    when MayBeLowered(move, seen) =>
                [
                    new(
                        $"Producers whose records are {(move.Name == "message.timestamp.before.max.ms" ? "older" : "newer")} than {alter.On.Name}'s {move.Name} allows are refused, unless brokers set the timestamps.",
                        10
                    ),
                ],
                { Name: "message.timestamp.type" } when MayChange(move, seen) =>
                [
                    new(
                        "message.timestamp.type decides by which time retention deletes new records, and which event time jobs see.",
                        15
                    ),
                ],
                { Name: "min.insync.replicas" } =>
                [
                    new(
                        "min.insync.replicas decides when writes are refused and when an acknowledged record can be lost.",
                        15
                    ),
                ],
                { Name: "unclean.leader.election.enable" } when After(move, seen) is null or "true" =>
                [
                    new("Unclean leader election lets acknowledged records be lost.", 40),
                ],
                _ => [],
            }
        );

    // What isn't known may be lower.
    private static bool MayBeLowered(ConfigMove move, TopicEvidence? seen) =>
        Number(Before(move, seen)) is not { } before || Number(After(move, seen)) is not { } after || after < before;

    private static bool MayChange(ConfigMove move, TopicEvidence? seen) => Before(move, seen) != After(move, seen);

    private static string? Before(ConfigMove move, TopicEvidence? seen) => move.Before ?? seen?.DefaultOf(move.Name);

    private static string? After(ConfigMove move, TopicEvidence? seen) => move.After ?? seen?.DefaultOf(move.Name);

    private static long? Number(string? value) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : null;
}
