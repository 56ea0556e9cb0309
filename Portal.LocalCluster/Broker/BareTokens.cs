using Portal.Kafka.Wire;
using Portal.LocalCluster.Security;

namespace Portal.LocalCluster.Broker;

/// <summary>What old clients send after a handshake of version 0: SASL messages with nothing but their length around them.</summary>
internal static class BareTokens
{
    /// <summary>False when it was refused: without a request around it there is no way to say so but to end the connection.</summary>
    public static bool IsAnswered(SignInDialogue signIn, ReadOnlyMemory<byte> token, KafkaWriter writer)
    {
        var answer = signIn.Authenticate(token.Span);
        if (answer.Error != ErrorCode.None)
        {
            return false;
        }

        writer.Int32(answer.AuthBytes.Length);
        writer.Raw(answer.AuthBytes.Span);
        return true;
    }
}
