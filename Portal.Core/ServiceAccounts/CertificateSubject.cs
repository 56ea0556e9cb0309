namespace Portal.Core.ServiceAccounts;

/// <summary>
/// The name that Kafka has for the holder of a certificate: its subject as Java writes it by RFC 2253, unless <c>ssl.principal.mapping.rules</c> make
/// another name of it. ACLs are compared letter for letter, so a subject that is written in another way counts for nobody.
/// </summary>
internal static class CertificateSubject
{
    // What X500Principal.getName() has a word for; the types of others are numbers there.
    private static readonly string[] Words = ["CN", "C", "L", "ST", "O", "OU", "STREET", "DC", "UID"];

    /// <summary>What is wrong with a name that is a subject; null when nothing is, or when it isn't one.</summary>
    public static string? Problem(string name)
    {
        if (!name.Contains('='))
        {
            return null;
        }

        foreach (var part in Parts(name))
        {
            var type = part[..Math.Max(part.IndexOf('='), 0)];
            if (HasSpaces(part, type))
            {
                return "Write the subject as Kafka does, without spaces around its commas and equals signs: CN=billing,OU=payments,O=Acme.";
            }

            if (!Words.Contains(type, StringComparer.Ordinal) && !IsNumber(type))
            {
                return Words.Contains(type, StringComparer.OrdinalIgnoreCase)
                    ? $"Kafka writes {type.ToUpperInvariant()} of a subject in upper case."
                    : $"{(type.Length == 0 ? "A part of the subject" : type)} isn't what Kafka writes in a subject. It knows {string.Join(", ", Words)}, and others by their number; a comma within a value is written \\,.";
            }
        }

        return null;
    }

    // At commas and plus signs that no backslash takes their meaning from.
    private static IEnumerable<string> Parts(string name)
    {
        var begin = 0;
        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] == '\\')
            {
                at++;
            }
            else if (name[at] is ',' or '+')
            {
                yield return name[begin..at];
                begin = at + 1;
            }
        }

        yield return name[begin..];
    }

    // One that is part of a value at its begin or end has a backslash before it.
    private static bool HasSpaces(string part, string type) =>
        part.StartsWith(' ')
        || type.EndsWith(' ')
        || part[type.Length..].StartsWith("= ", StringComparison.Ordinal)
        || (part.EndsWith(' ') && !part.EndsWith("\\ ", StringComparison.Ordinal));

    private static bool IsNumber(string type) =>
        type.Contains('.') && type.All(letter => char.IsAsciiDigit(letter) || letter == '.');
}
