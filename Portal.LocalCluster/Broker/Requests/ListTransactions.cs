using System.Text.RegularExpressions;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Transactions;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>The transactional ids that the asked broker coordinates.</summary>
internal static class ListTransactions
{
    public static ListTransactionsResponse Answer(Exchange on, ListTransactionsRequest request)
    {
        if (!TryRead(request.TransactionalIdPattern, out var pattern))
        {
            return new() { Error = ErrorCode.InvalidRegularExpression };
        }

        var known = Enum.GetNames<TransactionState>();
        return new()
        {
            UnknownStateFilters = [.. request.StateFilters.Except(known)],
            TransactionStates =
            [
                .. on
                    .Cluster.Transactions.All.Select(transaction => transaction.Current)
                    .Where(each => on.CoordinatorFault(each.TransactionalId) == ErrorCode.None)
                    .Where(each => on.MayOnTransactionalId(AclOperation.Describe, each.TransactionalId))
                    .Where(each => pattern?.IsMatch(each.TransactionalId) != false)
                    .Where(each => Passes(each, request, on.Cluster.NowMs))
                    .Select(each => new ListTransactionsResponse.Transaction
                    {
                        TransactionalId = each.TransactionalId,
                        ProducerId = each.ProducerId,
                        State = each.State.ToString(),
                    }),
            ],
        };
    }

    private static bool Passes(TransactionMetadata metadata, ListTransactionsRequest request, long nowMs) =>
        (request.StateFilters.Length == 0 || request.StateFilters.Contains(metadata.State.ToString()))
        && (request.ProducerIdFilters.Length == 0 || request.ProducerIdFilters.Contains(metadata.ProducerId))
        && (request.DurationFilter < 0 || nowMs - metadata.StartMs > request.DurationFilter);

    /// <summary>The pattern has to fit the whole id. It is a client's: it must not take for ever.</summary>
    private static bool TryRead(string? text, out Regex? pattern)
    {
        pattern = null;
        try
        {
            pattern = string.IsNullOrEmpty(text)
                ? null
                : new Regex($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
