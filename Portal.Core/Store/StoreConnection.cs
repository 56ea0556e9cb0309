using System.Data.Common;

namespace Portal.Core.Store;

/// <summary>How the portal's processes connect to the store.</summary>
public static class StoreConnection
{
    // What every connection has, unless the operator's string says otherwise.
    private static readonly (string Name, object Value)[] Ours =
    [
        // Whoever looks at the store's connections sees whose they are, and of which version.
        ("Application Name", RunningProcess.This(TimeProvider.System).InWords),
        // The same few statements over and over: parsed and planned once a connection.
        ("Max Auto Prepare", 100),
        // Eight statements each time that a connection goes back to the pool, more than we send over it: we leave nothing behind in a
        // session. Settings and locks are a transaction's, and who listens leaves the channel.
        ("No Reset On Close", true),
        // Seconds. Who listens sends nothing, and a line that went silent without an end says nothing: the store is asked
        // after as long without a word, and after as long again without an answer the line counts as broken.
        ("Keepalive", 5),
    ];

    /// <summary>The operator's connection string, and what it leaves out that every connection has.</summary>
    public static string Of(string connectionString)
    {
        var told = new DbConnectionStringBuilder { ConnectionString = connectionString };
        foreach (var (name, value) in Ours.Where(ours => !told.ContainsKey(ours.Name)))
        {
            told[name] = value;
        }

        return told.ConnectionString;
    }
}
