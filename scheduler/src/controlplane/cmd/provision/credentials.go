package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const (
	// validity is long enough for a control plane that a developer leaves running.
	validity = 365 * 24 * time.Hour
	// clockSkew is how far back certificates start, so that a stepped clock does not reject them.
	clockSkew = time.Hour
)

// clients are the users of a control plane: file name, user, group. Their rights come from the
// API server's own RBAC bootstrap policy.
var clients = []struct{ file, user, group string }{
	{"admin", "berth-admin", "system:masters"},
	{"controller-manager", "system:kube-controller-manager", ""},
	{"scheduler", "system:kube-scheduler", ""},
}

// authority is a certificate with its key that signs the others of one control plane.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         []byte
}

// writeCredentials makes everything that identifies one control plane. Nothing in it is shared
// with another one.
func writeCredentials(dir string, port int, now time.Time) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	ca, err := newAuthority(dir, now)
	if err != nil {
		return err
	}
	if err := writeServiceAccountKeys(dir); err != nil {
		return err
	}
	server := leaf("berth-control-plane-server", "", now)
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	server.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback, net.IPv4(10, 0, 0, 1)}
	server.DNSNames = []string{
		"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
	}
	if _, _, err := ca.issue(dir, "server", server); err != nil {
		return err
	}
	for _, c := range clients {
		template := leaf(c.user, c.group, now)
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
		certificate, key, err := ca.issue(dir, c.file, template)
		if err != nil {
			return err
		}
		config := kubeconfig(fmt.Sprintf("https://127.0.0.1:%d", port), c.user, ca.pem, certificate, key)
		if err := os.WriteFile(filepath.Join(dir, c.file+".kubeconfig"), config, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func newAuthority(dir string, now time.Time) (*authority, error) {
	template := leaf("berth-control-plane", "", now)
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	certificatePEM, _, err := writePair(dir, "ca", der, key)
	return &authority{certificate: certificate, key: key, pem: certificatePEM}, err
}

func (ca *authority) issue(dir, file string, template *x509.Certificate) (certificate, key []byte, err error) {
	private, err := newKey()
	if err != nil {
		return nil, nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, ca.certificate, private.Public(), ca.key)
	if err != nil {
		return nil, nil, err
	}
	return writePair(dir, file, der, private)
}

func leaf(commonName, organization string, now time.Time) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		panic(err) // crypto/rand never fails on a working system
	}
	subject := pkix.Name{CommonName: commonName}
	if organization != "" {
		subject.Organization = []string{organization}
	}
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject,
		NotBefore:    now.Add(-clockSkew),
		NotAfter:     now.Add(validity),
		KeyUsage:     x509.KeyUsageDigitalSignature,
	}
}

func newKey() (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

// writeServiceAccountKeys writes the pair that signs and checks service account tokens.
func writeServiceAccountKeys(dir string) error {
	key, err := newKey()
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	if _, err := writePEM(filepath.Join(dir, "service-account.pub"), "PUBLIC KEY", public); err != nil {
		return err
	}
	_, err = writeKey(filepath.Join(dir, "service-account.key"), key)
	return err
}

func writePair(dir, file string, der []byte, key crypto.PrivateKey) (certificate, keyPEM []byte, err error) {
	certificate, err = writePEM(filepath.Join(dir, file+".crt"), "CERTIFICATE", der)
	if err != nil {
		return nil, nil, err
	}
	keyPEM, err = writeKey(filepath.Join(dir, file+".key"), key)
	return certificate, keyPEM, err
}

// writeKey writes PKCS #8, the one form that Go, Java and OpenSSL read without help.
func writeKey(path string, key crypto.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return writePEM(path, "PRIVATE KEY", der)
}

func writePEM(path, kind string, der []byte) ([]byte, error) {
	encoded := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	return encoded, os.WriteFile(path, encoded, 0o600)
}

func kubeconfig(server, user string, ca, certificate, key []byte) []byte {
	encode := base64.StdEncoding.EncodeToString
	return fmt.Appendf(nil, `apiVersion: v1
kind: Config
current-context: berth
clusters:
- name: berth
  cluster:
    server: %s
    certificate-authority-data: %s
contexts:
- name: berth
  context: {cluster: berth, user: "%s"}
users:
- name: "%s"
  user:
    client-certificate-data: %s
    client-key-data: %s
`, server, encode(ca), user, user, encode(certificate), encode(key))
}
