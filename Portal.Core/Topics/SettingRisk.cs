using System.Globalization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>What single settings put at risk: writes that are refused, records that can be lost.</summary>
internal static class SettingRisk
{
    public static IEnumerable<RiskReason> Of(AlterConfigs alter, TopicEvidence? seen) =>
        alter.Configs.SelectMany<ConfigMove, RiskReason>(move =>
            move switch
            {
                { Name: "max.message.bytes" } when !IsRaised(move, seen) =>
                [
                    new(
                        $"Producers whose batches are larger than {alter.On.Name}'s max.message.bytes are refused.",
                        10
                    ),
                ],
                { Name: "min.insync.replicas" } =>
                [
                    new(
                        "min.insync.replicas decides when writes are refused and when an acknowledged record can be lost.",
                        15
                    ),
                ],
                { Name: "unclean.leader.election.enable" } when (move.After ?? seen?.DefaultOf(move.Name)) == "true" =>
                [
                    new("Unclean leader election lets acknowledged records be lost.", 40),
                ],
                _ => [],
            }
        );

    // What wasn't told may be lower.
    private static bool IsRaised(ConfigMove move, TopicEvidence? seen) =>
        Number(move.Before ?? seen?.DefaultOf(move.Name)) is { } before
        && Number(move.After ?? seen?.DefaultOf(move.Name)) is { } after
        && after > before;

    private static long? Number(string? value) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : null;
}
