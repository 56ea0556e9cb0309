using System.Collections.Immutable;

namespace Portal.Core.Jobs.Tables;

/// <summary>An option of a table.</summary>
/// <param name="Shown">What people see in its place; null: its value.</param>
/// <param name="SignIn">Its value is made of this when it is sent, and known nowhere before; null: <paramref name="Value"/> is sent.</param>
public sealed record TableOption(string Name, string Value, string? Shown = null, TableSignIn? SignIn = null);

/// <summary>What an option signs in with. It names a secret and doesn't hold it.</summary>
public abstract record TableSignIn
{
    private TableSignIn() { }

    /// <summary>The password's number in the store; null where there is none.</summary>
    public abstract long? Secret { get; }

    /// <summary>Kafka's sasl.jaas.config.</summary>
    /// <param name="Reference">By which Flink reads the password itself; null: it is the one that is stored.</param>
    public sealed record Kafka(string Mechanism, string Username, long? PasswordId, string? Reference) : TableSignIn
    {
        public override long? Secret => PasswordId;
    }

    /// <summary>User and password of a schema registry.</summary>
    public sealed record Basic(string Username, long PasswordId) : TableSignIn
    {
        public override long? Secret => PasswordId;
    }

    /// <summary>The bearer token of a schema registry.</summary>
    public sealed record Bearer(long TokenId) : TableSignIn
    {
        public override long? Secret => TokenId;
    }
}

/// <summary>A CREATE TABLE.</summary>
/// <param name="Head">All before its options.</param>
public sealed record TableStatement(string Head, ImmutableArray<TableOption> Options)
{
    /// <summary>As everybody may see it, without what it signs in with.</summary>
    public string Shown => With(option => [new(option.Name, option.Shown ?? option.Value)]);

    /// <param name="options">What is written for an option.</param>
    public string With(Func<TableOption, IEnumerable<KeyValuePair<string, string>>> options) =>
        $"{Head} WITH (\n  {string.Join(",\n  ", Options.SelectMany(options).Select(o => $"{Text(o.Key)} = {Text(o.Value)}"))}\n)";

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
