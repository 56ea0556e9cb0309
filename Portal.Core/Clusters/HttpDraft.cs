using System.Text;

namespace Portal.Core.Clusters;

/// <summary>What somebody gave to sign in to an HTTP API with. A secret is null when editing keeps the one that is stored.</summary>
/// <param name="Method">Null: what is given shows it.</param>
/// <param name="Certificate">A client certificate, as PEM.</param>
/// <param name="Key">Its private key, as PEM.</param>
internal sealed record HttpCredentials(
    HttpSignInMethod? Method,
    string? Username = null,
    string? Password = null,
    string? Token = null,
    string? Certificate = null,
    string? Key = null
)
{
    public HttpSignInMethod By =>
        Method
        ?? (
            IsGiven(Token) ? HttpSignInMethod.Bearer
            : IsGiven(Username) || IsGiven(Password) ? HttpSignInMethod.Basic
            : IsGiven(Certificate) || IsGiven(Key) ? HttpSignInMethod.Certificate
            : HttpSignInMethod.None
        );

    /// <summary>The one that the sign-in goes by; null where none is given, or needed.</summary>
    public string? Secret =>
        ClusterRegister.Blank(
            By switch
            {
                HttpSignInMethod.Basic => Password,
                HttpSignInMethod.Bearer => Token,
                HttpSignInMethod.Certificate => Key,
                _ => null,
            }
        );

    public static bool IsGiven(string? typed) => ClusterRegister.Blank(typed) is not null;

    // Whatever prints this, a log or a failed assertion, doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{By}, {Username}");
        return true;
    }
}

/// <summary>An endpoint with an HTTP API as somebody wants it set.</summary>
/// <param name="Field">What the API calls the address.</param>
/// <param name="JobClusters">Of a Flink: see <see cref="JobReach"/>.</param>
internal sealed record HttpDraft(
    EndpointKind Kind,
    string Field,
    string Url,
    HttpCredentials Given,
    string? CaPem = null,
    IReadOnlyList<string>? JobClusters = null
)
{
    public HttpSignInMethod Method => Given.By;

    /// <summary>The address as it is stored, however it was typed; null: it is none.</summary>
    public string? Address => HttpRules.Parse(Url)?.AbsoluteUri.TrimEnd('/');

    /// <summary>As it is stored: of the sign-ins, one has a user.</summary>
    public string? Username => Method == HttpSignInMethod.Basic ? ClusterRegister.Blank(Given.Username) : null;

    /// <summary>As it is stored: of the sign-ins, one has a certificate.</summary>
    public string? Certificate =>
        Method == HttpSignInMethod.Certificate ? ClusterRegister.Blank(Given.Certificate) : null;

    /// <summary>As the audit log says what was set.</summary>
    public string InWords => JobClusters is null ? Url : $"{Url}, whose jobs may use {string.Join(", ", JobClusters)}";
}
