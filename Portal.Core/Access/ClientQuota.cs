using System.Globalization;
using Portal.Core.Wording;

namespace Portal.Core.Access;

/// <summary>What Kafka lets a principal's clients do a second.</summary>
/// <param name="ClientId">Of all its clients together where it is empty.</param>
/// <param name="Key">Kafka's name of what is limited.</param>
public sealed record ClientQuota(string ClientId, string Key, double Value)
{
    /// <summary>All clients of the principal share it.</summary>
    public const string AllClients = "";

    /// <summary>Each client id of it that has no quota of its own.</summary>
    public const string OtherClients = "<default>";

    /// <summary>"1 MiB/s produce"; "2 MiB/s consume by client id billing".</summary>
    public string InWords() =>
        Key switch
        {
            "producer_byte_rate" => $"{Quantity.Binary((long)Value)}/s produce",
            "consumer_byte_rate" => $"{Quantity.Binary((long)Value)}/s consume",
            "request_percentage" => $"{Number}\u00A0% of a request thread",
            "controller_mutation_rate" => $"{Number} partition changes/s",
            _ => $"{Key} {Number}",
        }
        + ClientId switch
        {
            AllClients => "",
            OtherClients => " by each other client id",
            _ => $" by client id {ClientId}",
        };

    private string Number => Value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>The quotas of a cluster's principals.</summary>
/// <param name="IsRead">False: they weren't read yet.</param>
/// <param name="Failure">Why they couldn't be read the last time; null when they could.</param>
public sealed record QuotasSeen(IReadOnlyList<ClientQuota> Quotas, bool IsRead, string? Failure)
{
    public string InWords() => string.Join(", ", Quotas.Select(quota => quota.InWords()));
}
