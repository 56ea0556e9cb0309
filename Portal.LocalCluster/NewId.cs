using System.Security.Cryptography;

namespace Portal.LocalCluster;

/// <summary>
/// Where new ids come from, all of them. They can't enter as values, as elsewhere: a broker makes them up when a client
/// asks for a topic or joins a group; and of Portal.Core, whose ids the store gives out, this project knows nothing.
/// </summary>
internal static class NewId
{
    public static Guid Topic() => Unique();

    /// <param name="who">The part of a member's id by which a person knows it.</param>
    public static string Member(string who) => $"{who}-{Unique()}";

    /// <summary>Of a member of the new protocol that doesn't make one up itself.</summary>
    public static string ConsumerMember() => $"{Unique()}";

    public static string Cluster() => "local-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Of a session or an operation of the SQL Gateway.</summary>
    public static Guid Session() => Unique();

    /// <summary>Of a stream job whose client chose none.</summary>
    public static string Job() => Unique().ToString("n");

    /// <summary>The server's part of a sign-in's nonce: nobody can guess it, and no two are alike.</summary>
    public static string Nonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));

    private static Guid Unique() => new(RandomNumberGenerator.GetBytes(16));
}
