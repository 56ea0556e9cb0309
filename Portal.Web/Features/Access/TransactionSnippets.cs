namespace Portal.Web.Features.Access;

/// <summary>How a writer in transactions begins and ends one, where its library has no write without.</summary>
internal static class TransactionSnippets
{
    /// <summary>Empty for a writer without transactions.</summary>
    public static string Go(SnippetOf of) =>
        of.TransactionalId is null
            ? ""
            : """

                err = client.BeginTransaction()
                client.Produce(ctx, record, nil)
                err = client.Flush(ctx)
                err = client.EndTransaction(ctx, kgo.TryCommit)
                """;
}
