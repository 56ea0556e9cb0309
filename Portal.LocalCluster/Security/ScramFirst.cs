using System.Text;

namespace Portal.LocalCluster.Security;

/// <summary>The first message of a SCRAM client: <c>n,a=other,n=user,r=nonce</c>.</summary>
/// <param name="Header">What stands before <paramref name="Bare"/>; the last message repeats it.</param>
/// <param name="Bare">What both sides sign.</param>
/// <param name="OnBehalfOf">Empty where nobody is named.</param>
internal sealed record ScramFirst(string Header, string Bare, string OnBehalfOf, string User, string Nonce)
{
    /// <summary>Null for what isn't one. Channel binding isn't spoken, as in Kafka.</summary>
    public static ScramFirst? Read(ReadOnlySpan<byte> message)
    {
        var parts = Encoding.UTF8.GetString(message).Split(',');
        if (parts is not ["n", var other, var user, var nonce, ..] || !user.StartsWith("n=", StringComparison.Ordinal))
        {
            return null;
        }

        var hasOther = other.StartsWith("a=", StringComparison.Ordinal);
        if ((other.Length > 0 && !hasOther) || !nonce.StartsWith("r=", StringComparison.Ordinal) || nonce.Length == 2)
        {
            return null;
        }

        return Name(user[2..]) is { Length: > 0 } name && Name(hasOther ? other[2..] : "") is { } onBehalfOf
            ? new($"n,{other},", string.Join(',', parts[2..]), onBehalfOf, name, nonce[2..])
            : null;
    }

    /// <summary>The name without the protocol's escapes; null when there is another one in it, or a sign that Kafka doesn't take.</summary>
    private static string? Name(string escaped)
    {
        if (!Ascii.IsValid(escaped) || escaped.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var name = escaped.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "\0", StringComparison.Ordinal);
        return name.Contains('=', StringComparison.Ordinal) ? null : name.Replace('\0', '=');
    }
}

/// <summary>The last message of a SCRAM client: <c>c=header,r=nonce,p=proof</c>.</summary>
/// <param name="WithoutProof">What both sides sign.</param>
internal sealed record ScramLast(string Header, string Nonce, byte[] Proof, string WithoutProof)
{
    /// <summary>Null for what isn't one.</summary>
    public static ScramLast? Read(ReadOnlySpan<byte> message)
    {
        var parts = Encoding.UTF8.GetString(message).Split(',');
        return
            parts is [['c', '=', .. var header], ['r', '=', .. var nonce], .., ['p', '=', .. var proof]]
            && Decoded(header) is { } headerBytes
            && Decoded(proof) is { } proofBytes
            ? new(Encoding.UTF8.GetString(headerBytes), nonce, proofBytes, string.Join(',', parts[..^1]))
            : null;
    }

    private static byte[]? Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
