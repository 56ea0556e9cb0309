using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Security;

/// <summary>Kafka's words for what it refuses; clients show them to people.</summary>
internal static class SignInWords
{
    public const string OnBehalfOfAnother =
        "Authentication failed: Client requested an authorization id that is different from username";

    /// <summary>Where nobody signs in, or somebody has.</summary>
    public static SaslAuthenticateResponse NotNow { get; } =
        new()
        {
            Error = ErrorCode.IllegalSaslState,
            ErrorMessage = "SaslAuthenticate request received after successful authentication",
        };

    /// <summary>It doesn't say whether there is such a user.</summary>
    public static string Invalid(string mechanism) =>
        $"Authentication failed during authentication due to invalid credentials with SASL mechanism {mechanism}";
}
