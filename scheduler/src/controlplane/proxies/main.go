// Prints what the net/http of this Go and apimachinery say which proxy a request goes through, for
// ProxyRulesTest: environments x addresses, one line for each. Made with
//
//	go run ./proxies > ../test/resources/dev/berth/kube/proxies-of-go.tsv
//
// Both read the environment once, so each environment is asked about in a process of its own.
package main

import (
	"bufio"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strings"

	utilnet "k8s.io/apimachinery/pkg/util/net"
)

const (
	plain  = "HTTP_PROXY=http://p:3128"
	secure = "HTTPS_PROXY=http://s:3129"
	both   = plain + "\t" + secure
)

var exclusions = []string{
	"*",
	"a.test,*",
	"* ,a.test",
	"a.test",
	".a.test",
	"*.a.test",
	"A.Test",
	" a.test , b.test",
	"test",
	".test",
	"a.test:80",
	"a.test:443",
	"a.test:8443",
	".a.test:8443",
	"a.test.",
	"a.*",
	"*a.test",
	"http://a.test",
	"a.test/path",
	"10.0.0.1",
	"10.0.0.1:80",
	"10.0.0.1:8443",
	"10.0.0.0/8",
	" 10.0.0.0/8",
	"10.0.0.0/31",
	"010.0.0.0/8",
	"010.0.0.1",
	"10.0.0.0/33",
	"10.0.0.0/8:80",
	"10.",
	"0.0.0.0/0",
	"::/0",
	"::ffff:10.0.0.0/104",
	"::ffff:10.0.0.1",
	"2001:db8::1",
	"[2001:db8::1]",
	"[2001:db8::1]:443",
	"[2001:db8::1]:80",
	"2001:db8::/32",
	"[2001:db8::]/32",
	"2001:0DB8:0:0::1",
	"localhost",
	"svc,.svc,.cluster.local,10.96.0.0/12",
	".示例.test",
	"示例.test",
	"xn--fsq092h.test",
	":80",
	",,",
	".",
	"*.",
	"..",
	"a.test;b.test",
	"a.test b.test",
	"<local>",
}

var environments = []string{
	"",
	plain,
	secure,
	both,
	"http_proxy=http://q:1\thttps_proxy=http://r:2",
	both + "\thttp_proxy=http://q:1\thttps_proxy=http://r:2",
	both + "\tNO_PROXY=a.test\tno_proxy=b.test",
	both + "\tNO_PROXY=\tno_proxy=b.test",
	both + "\tNO_PROXY=\tno_proxy=10.0.0.0/8",
	"HTTP_PROXY=\thttp_proxy=http://q:1",
	"ALL_PROXY=http://all:1",
	both + "\tREQUEST_METHOD=GET",
	both + "\tREQUEST_METHOD=",
	both + "\tREQUEST_METHOD=GET\tNO_PROXY=a.test",
	"HTTPS_PROXY=p:3128",
	"HTTPS_PROXY=p",
	"HTTPS_PROXY=10.1.1.1:3128",
	"HTTPS_PROXY=10.1.1.1",
	"HTTPS_PROXY=[2001:db8::9]:3128",
	"HTTPS_PROXY=http://[2001:db8::9]:3128",
	"HTTPS_PROXY=http://p",
	"HTTPS_PROXY=http://p/",
	"HTTPS_PROXY=http://p:3128/some/path",
	"HTTPS_PROXY=HTTP://p:3128",
	"HTTPS_PROXY=http://user:secret@p:3128",
	"HTTPS_PROXY=http://user@p:3128",
	"HTTPS_PROXY=http://user:@p:3128",
	"HTTPS_PROXY=http://us%40er:s%3Acr%2Fet@p:3128",
	"HTTPS_PROXY=http://user:se@cret@p:3128",
	"HTTPS_PROXY=user:secret@p:3128",
	"HTTPS_PROXY=https://p",
	"HTTPS_PROXY=https://p:3129",
	"HTTPS_PROXY=socks5://p",
	"HTTPS_PROXY=socks5://p:1081",
	"HTTPS_PROXY=socks5h://p",
	"HTTPS_PROXY=socks5://user:secret@p:1081",
	"HTTPS_PROXY=foo://p:1",
	"HTTPS_PROXY=http://p:port",
	"HTTPS_PROXY=http://us er@p:3128",
	"HTTPS_PROXY=http://",
	"HTTPS_PROXY=://p:3128",
	"HTTPS_PROXY=p:port",
	"HTTPS_PROXY=p q:3128",
	"HTTPS_PROXY=http://p:99999",
	"HTTPS_PROXY= http://p:3128",
	"HTTPS_PROXY=http://p:3128 ",
}

var addresses = []string{
	"http://a.test/", "https://a.test/", "https://a.test:8443/x", "http://A.TEST/",
	"https://b.test/", "https://x.a.test/", "https://xa.test:8443/", "https://x.y.a.test:8443/", "https://aa.test/",
	"https://test/", "http://svc/", "https://x.svc/", "https://x.svc.cluster.local/",
	"http://localhost/", "https://localhost:8443/", "https://x.localhost/", "https://localhost.test/",
	"http://127.0.0.1/", "https://127.9.9.9:8443/", "https://[::1]:8443/", "https://[::2]/", "https://[::ffff:127.0.0.1]/",
	"http://10.0.0.1/", "https://10.0.0.1:8443/", "https://10.0.0.2/", "https://10.96.0.1/", "https://11.0.0.1/",
	"https://[2001:db8::1]/", "http://[2001:db8::1]/", "https://[2001:db8::2]:8443/", "https://[::ffff:10.0.0.1]/",
	"https://www.示例.test/", "https://示例.test/", "https://www.xn--fsq092h.test/",
}

func answers() {
	proxier := utilnet.NewProxierWithNoProxyCIDR(http.ProxyFromEnvironment)
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil {
			panic(err)
		}
		proxy, err := proxier(&http.Request{URL: u})
		switch {
		case err != nil:
			fmt.Printf("%s\terror: %v\n", address, err)
		case proxy == nil:
			fmt.Printf("%s\tdirect\n", address)
		default:
			fmt.Printf("%s\t%v\n", address, proxy)
		}
	}
}

func main() {
	if len(os.Args) > 1 {
		answers()
		return
	}
	all := environments
	for _, exclusion := range exclusions {
		all = append(all, both+"\tNO_PROXY="+exclusion)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintf(out, "# %s, k8s.io/apimachinery v0.36.3: see src/controlplane/proxies\n", runtime.Version())
	for _, environment := range all {
		self := exec.Command(os.Args[0], "answers")
		self.Env = strings.Split(environment, "\t")
		self.Stderr = os.Stderr
		text, err := self.Output()
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(out, "environment\t%s\n%s", environment, text)
	}
}
